import { and, gte, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { accountTotals, dailyCredits, dailySales } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import type { DayRange } from "./day-range";

export type AccountTotals = typeof accountTotals.$inferSelect;

/** What all accounts come to; undefined until the worker has computed it once. */
export async function readAccountTotals(db: Db): Promise<AccountTotals | undefined> {
  const [row] = await db.select().from(accountTotals);
  return row;
}

/** What happened to credits in a range of days. All amounts are zero or more. */
export interface CreditFlow {
  /** By purchases. */
  readonly sold: Credits;
  /** By grants. */
  readonly granted: Credits;
  /** Less what was reversed. */
  readonly spent: Credits;
  readonly expired: Credits;
  /** By refunds and disputes, less what was given back. */
  readonly removed: Credits;
}

/** Sums the ledger's kinds over a range of days. */
export async function readCreditFlow(db: Db, range: DayRange): Promise<CreditFlow> {
  const rows = await db
    .select({
      kind: dailyCredits.kind,
      credits: sql<Credits>`sum(${dailyCredits.credits})`.mapWith(dailyCredits.credits),
    })
    .from(dailyCredits)
    .where(within(dailyCredits, range))
    .groupBy(dailyCredits.kind);
  const byKind = new Map<string, Credits>(rows.map(({ kind, credits }) => [kind, credits]));
  const sum = (...kinds: string[]) =>
    kinds.reduce((total, kind) => fromMicro(total + (byKind.get(kind) ?? 0n)), ZERO_CREDITS);
  const negated = (amount: Credits) => fromMicro(-amount);
  return {
    sold: sum("purchase"),
    granted: sum("grant"),
    spent: negated(sum("spend", "capture", "spend_reversal")),
    expired: negated(sum("expiry")),
    removed: negated(sum("refund", "refund_reversal", "dispute", "dispute_reversal")),
  };
}

/** What was sold and refunded of a pack on a day. Money in minor units of `currency`. */
export type DaySales = typeof dailySales.$inferSelect;

/** The sales of a range, oldest first: at most a row per day, pack and currency. */
export function listDailySales(db: Db, range: DayRange): Promise<DaySales[]> {
  return db
    .select()
    .from(dailySales)
    .where(within(dailySales, range))
    .orderBy(dailySales.day, dailySales.packCode);
}

function within(table: typeof dailyCredits | typeof dailySales, { from, to }: DayRange) {
  return and(gte(table.day, from), lte(table.day, to));
}
