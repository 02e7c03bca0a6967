import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";

/** A budget in a month. */
export interface BudgetMonth {
  readonly id: string;
  /** The first day of the month in UTC, such as "2026-11-01". */
  readonly month: string;
}

export function nameOf({ id, month }: BudgetMonth): string {
  return `${id} ${month}`;
}

/** The month that it is now, by the database's clock. */
export const monthNow = sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-01')`;

/**
 * Locks budgets in one order, so that two batches cannot deadlock. They are read by the database's
 * clock: holds are placed by it, too.
 * @returns the month that counts for what is new, and what was used of each budget in every month,
 *   by `nameOf`
 */
export async function lockBudgets(
  tx: Tx,
  ids: readonly string[],
): Promise<{ month: string; used: ReadonlyMap<string, Credits> }> {
  const sorted = [...new Set(ids)].sort();
  const [row] = await tx.execute<{ month: string }>(sql`select ${monthNow} as month`);
  if (!row) throw new Error("the database told no month");
  const { month } = row;
  await tx
    .insert(apiKeyUsage)
    .values(sorted.map((budgetId) => ({ budgetId, month, used: ZERO_CREDITS })))
    .onConflictDoNothing();
  const rows = await tx
    .select()
    .from(apiKeyUsage)
    .where(inArray(apiKeyUsage.budgetId, sorted))
    .orderBy(apiKeyUsage.budgetId, apiKeyUsage.month)
    .for("no key update");
  return {
    month,
    used: new Map(rows.map((row) => [nameOf({ id: row.budgetId, month: row.month }), row.used])),
  };
}

/** Saves what was used. @param before and `after` by `nameOf`; the budgets are locked */
export async function saveBudgets(
  tx: Tx,
  before: ReadonlyMap<string, Credits>,
  after: ReadonlyMap<string, Credits>,
): Promise<void> {
  for (const [name, used] of after) {
    if (used === before.get(name)) continue;
    const [id = "", month = ""] = name.split(" ");
    await tx
      .update(apiKeyUsage)
      .set({ used })
      .where(and(eq(apiKeyUsage.budgetId, id), eq(apiKeyUsage.month, month)));
  }
}

/** Adds to what was used of a budget in a month; negative gives back. */
export function addUse(used: Map<string, Credits>, month: BudgetMonth, amount: bigint): void {
  const name = nameOf(month);
  used.set(name, fromMicro((used.get(name) ?? ZERO_CREDITS) + amount));
}
