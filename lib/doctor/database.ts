import type { Db } from "@/db/client";
import { countPendingMigrations } from "@/db/pending-migrations";
import { lastReconcileRun } from "@/lib/reconciliation/reconcile";
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
      advice: "Mend DATABASE_URL or POSTGRES_*, and see that the server runs.",
    };
  }
}

/** Whether events wait for an admin. */
export async function checkWebhooks(db: Db): Promise<Finding> {
  const subject = "Inbox";
  const waiting = await countEventsNeedingAttention(db);
  return waiting === 0
    ? { subject, state: "fine", found: "no event waits for an admin" }
    : {
        subject,
        state: "fault",
        found: `${waiting} ${waiting === 1 ? "event waits" : "events wait"} for an admin`,
        advice: "See /admin/credits/webhooks?status=attention.",
      };
}

const LATE_AFTER_MS = 60 * 60_000;

/** Whether the comparison with Stripe runs, which it does every 15 minutes with the app. */
export async function checkReconciliation(db: Db, now: Date): Promise<Finding> {
  const subject = "Comparison";
  const run = await lastReconcileRun(db);
  if (!run) {
    return {
      subject,
      state: "warning",
      found: "never compared with Stripe",
      advice: "It runs by itself every 15 minutes with the app; npm run reconcile does it now.",
    };
  }
  const minutes = Math.floor((now.getTime() - run.startedAt.getTime()) / 60_000);
  if (run.status === "interrupted") {
    return {
      subject,
      state: "warning",
      found: `the last one, ${minutes} minutes ago, stopped early: ${run.error ?? "its process ended"}`,
      advice: "It goes on from there by itself; npm run reconcile does it now.",
    };
  }
  if (now.getTime() - run.startedAt.getTime() > LATE_AFTER_MS) {
    return {
      subject,
      state: "warning",
      found: `the last one was ${minutes} minutes ago`,
      advice: "It runs every 15 minutes with the app: see that the app runs, and its log.",
    };
  }
  return { subject, state: "fine", found: `with Stripe, ${minutes} minutes ago` };
}
