import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";

/** A budget in a month. */
export interface BudgetMonth {
  readonly id: string;
  readonly limit: Credits;
  /** The first day of the month in UTC, such as "2026-11-01". */
  readonly month: string;
}

export function monthOf(at: Date): string {
  return `${at.toISOString().slice(0, 7)}-01`;
}

export function nameOf({ id, month }: Pick<BudgetMonth, "id" | "month">): string {
  return `${id} ${month}`;
}

/**
 * Locks the rows of budgets in one order, so that two batches cannot deadlock.
 * @returns what is left of each, by `nameOf`
 */
export async function lockBudgets(
  tx: Tx,
  months: readonly BudgetMonth[],
): Promise<ReadonlyMap<string, Credits>> {
  const byName = new Map(months.map((month) => [nameOf(month), month]));
  const sorted = [...byName].sort(([one], [other]) => (one < other ? -1 : 1));
  await tx
    .insert(apiKeyUsage)
    .values(sorted.map(([, { id, month }]) => ({ budgetId: id, month, used: ZERO_CREDITS })))
    .onConflictDoNothing();
  const rows = await tx
    .select()
    .from(apiKeyUsage)
    .where(inArray(apiKeyUsage.budgetId, [...new Set(months.map(({ id }) => id))]))
    .orderBy(apiKeyUsage.budgetId, apiKeyUsage.month)
    .for("no key update");
  const used = new Map(
    rows.map((row) => [nameOf({ id: row.budgetId, month: row.month }), row.used]),
  );
  return new Map(
    sorted.map(([name, { limit }]) => [name, fromMicro(limit - (used.get(name) ?? ZERO_CREDITS))]),
  );
}

/** Adds to what was used. @param before what was left, and `after` what is left now, by `nameOf` */
export async function noteBudgetUse(
  tx: Tx,
  months: readonly BudgetMonth[],
  before: ReadonlyMap<string, Credits>,
  after: ReadonlyMap<string, Credits>,
): Promise<void> {
  const byName = new Map(months.map((month) => [nameOf(month), month]));
  for (const [name, { id, month }] of byName) {
    const used = (before.get(name) ?? 0n) - (after.get(name) ?? 0n);
    if (used === 0n) continue;
    await tx
      .update(apiKeyUsage)
      .set({ used: sql`${apiKeyUsage.used} + ${used.toString()}::bigint` })
      .where(and(eq(apiKeyUsage.budgetId, id), eq(apiKeyUsage.month, month)));
  }
}

/** What was spent this month against the budget of a key. */
export async function readBudgetUse(db: Db, id: string): Promise<Credits> {
  const [usage] = await db
    .select({ used: apiKeyUsage.used })
    .from(apiKeyUsage)
    .where(and(eq(apiKeyUsage.budgetId, id), eq(apiKeyUsage.month, monthOf(new Date()))));
  return usage?.used ?? ZERO_CREDITS;
}
