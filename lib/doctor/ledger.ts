import { sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { findPurchaseFaults } from "@/lib/purchases/verify-purchases";
import { countNoun } from "@/lib/shared/count-noun";
import { toSealKeys } from "@/lib/verification/seal-key";
import { readLastSeal } from "@/lib/verification/seals";
import { findTriggerFaults } from "@/lib/verification/triggers";
import type { Finding } from "./finding";

/** The worker seals every minute what is older than a minute. */
const LATE_SECONDS = 5 * 60;

/** Whether the ledger is sealed, with a key, and not too long ago. */
export async function checkSeals(db: Db, sealKeys: readonly string[]): Promise<Finding> {
  const subject = "Seals";
  const seal = await readLastSeal(db);
  const [row] = await db.execute<{ waiting_seconds: number | null }>(sql`
    select extract(epoch from clock_timestamp() - min(created_at))::float8 as waiting_seconds
    from ledger_entries
    where created_at >= ${(seal?.sealedThrough ?? new Date(0)).toISOString()}::timestamptz`);
  const waitingSeconds = row?.waiting_seconds ?? 0;
  if (waitingSeconds > LATE_SECONDS) {
    return {
      subject,
      state: "warning",
      found: seal
        ? `entries have waited ${countNoun(Math.floor(waitingSeconds / 60), "minute")} to be sealed`
        : "the ledger has never been sealed",
      advice: "The worker seals every minute: check that it runs. npm run ledger:seal seals now.",
    };
  }
  const [key] = toSealKeys(sealKeys);
  if (key.id === "none") {
    return {
      subject,
      state: "warning",
      found: "LEDGER_SEAL_KEY is not set, so whoever can write to the database can also make seals",
      advice:
        "Make one with: openssl rand -base64 48. Set it in .env.auth, keep a copy elsewhere, and restart.",
    };
  }
  return { subject, state: "fine", found: seal ? `${seal.seq} made` : "nothing to seal yet" };
}

/** Whether every trigger that guards money is there and switched on. */
export async function checkGuards(db: Db): Promise<Finding> {
  const subject = "Guards";
  const [first, ...others] = await findTriggerFaults(db);
  if (!first) return { subject, state: "fine", found: "every trigger is switched on" };
  return {
    subject,
    state: "fault",
    found: others.length === 0 ? first : `${first} And ${others.length} more.`,
    advice: "Then run npm run ledger:verify -- --full: the ledger may have been changed meanwhile.",
  };
}

/** Whether each paid purchase has its credits, as after a restore it may not. */
export async function checkPurchases(database: Database): Promise<Finding> {
  const subject = "Purchases";
  const [first, ...others] = await findPurchaseFaults(database);
  if (!first) return { subject, state: "fine", found: "every paid purchase has its credits" };
  return {
    subject,
    state: "fault",
    found: others.length === 0 ? first : `${first} And ${others.length} more.`,
    advice: "Run npm run ledger:verify, which lists them, and npm run reconcile.",
  };
}
