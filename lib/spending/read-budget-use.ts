import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";

/** The first day of the present month in UTC by the database's clock, one throughout a transaction. */
export const thisMonth = sql<string>`date_trunc('month', now() at time zone 'UTC')::date`;

/** What was spent this month against the budget of a key. */
export async function readBudgetUse(db: Db, budgetId: string): Promise<Credits> {
  const [usage] = await db
    .select({ used: apiKeyUsage.used })
    .from(apiKeyUsage)
    .where(and(eq(apiKeyUsage.budgetId, budgetId), eq(apiKeyUsage.month, thisMonth)));
  return usage?.used ?? ZERO_CREDITS;
}
