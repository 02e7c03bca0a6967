import type { Db } from "@/db/client";
import { countPendingMigrations } from "@/db/pending-migrations";
import { readLastRun } from "@/lib/reconciliation/runs";
import { countNoun } from "@/lib/shared/count-noun";
import { reasonOf } from "@/lib/shared/reason-of";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";
import type { Finding } from "./finding";

/** Whether the database answers and has the newest schema. */
export async function checkDatabase(db: Db): Promise<Finding> {
  const subject = "Database";
  try {
    const pending = await countPendingMigrations(db);
    if (pending === 0) return { subject, state: "fine", found: "answers, with the newest schema" };
    return {
      subject,
      state: "fault",
      found: `answers, and lacks ${pending} ${pending === 1 ? "migration" : "migrations"}`,
      advice: "Run npm run db:migrate.",
    };
  } catch (error) {
    return {
      subject,
      state: "fault",
      found: `can't be used: ${reasonOf(error)}`,
      advice: "Correct DATABASE_URL or POSTGRES_*, and check that the database server runs.",
    };
  }
}

/** Whether events wait for an admin. */
export async function checkWebhooks(db: Db): Promise<Finding> {
  const subject = "Webhooks";
  const waiting = await countEventsNeedingAttention(db);
  return waiting === 0
    ? { subject, state: "fine", found: "no event needs review" }
    : {
        subject,
        state: "fault",
        found: `${countNoun(waiting, "event")} ${waiting === 1 ? "needs" : "need"} review`,
        advice: "See /admin/credits/webhooks?status=attention.",
      };
}

const LATE_AFTER_MS = 60 * 60_000;

/** Whether reconciliation runs, which it does every 15 minutes with the app, and what it left. */
export async function checkReconciliation(db: Db, now: Date): Promise<Finding> {
  const subject = "Reconciliation";
  const run = await readLastRun(db);
  if (!run) {
    return {
      subject,
      state: "warning",
      found: "has never run",
      advice: "It runs by itself every 15 minutes with the app; npm run reconcile runs it now.",
    };
  }
  const ago = `${countNoun(Math.floor((now.getTime() - run.startedAt.getTime()) / 60_000), "minute")} ago`;
  const { needsReview, findings, failedPhases } = run.report;
  if (needsReview > 0) {
    return {
      subject,
      state: "fault",
      found: `${countNoun(needsReview, "object")} of Stripe's ${needsReview === 1 ? "needs" : "need"} review, first ${findings[0]?.stripeId}: ${findings[0]?.reason}`,
      advice: "An admin must look at /admin/credits/webhooks; npm run reconcile lists them.",
    };
  }
  if (failedPhases[0]) {
    const { phase, reason } = failedPhases[0];
    return {
      subject,
      state: "fault",
      found: `${ago}, could not compare ${phase}: ${reason}`,
      advice:
        "A restricted key needs to read Checkout Sessions, Refunds, Disputes and Events; npm run reconcile tries again.",
    };
  }
  if (run.status === "interrupted") {
    return {
      subject,
      state: "warning",
      found: `stopped early ${ago}: ${run.error ?? "its process ended"}`,
      advice: "The next run resumes it within 15 minutes; npm run reconcile does so now.",
    };
  }
  if (now.getTime() - run.startedAt.getTime() > LATE_AFTER_MS) {
    return {
      subject,
      state: "warning",
      found: `last ran ${ago}`,
      advice: "It runs every 15 minutes with the app: check that the app runs, and its log.",
    };
  }
  return { subject, state: "fine", found: `ran ${ago}, nothing needs review` };
}
