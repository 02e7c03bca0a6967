import { eq, sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { balanceAlerts, creditAccounts } from "@/db/schema";
import { enqueue } from "@/lib/queue/enqueue";
import type { Credits } from "@/lib/shared/credits";
import { lowBalanceThreshold } from "./low-balance";

/** @returns the balance below which an account's owner is told; null for never */
export async function readBalanceAlert(db: Db, accountId: string): Promise<Credits | null> {
  const [own] = await db
    .select({ threshold: balanceAlerts.threshold })
    .from(balanceAlerts)
    .where(eq(balanceAlerts.accountId, accountId));
  return own === undefined ? lowBalanceThreshold() : own.threshold;
}

/** Whether the owner has chosen a threshold, or none: then the setting's doesn't hold. */
export async function hasOwnBalanceAlert(db: Db, accountId: string): Promise<boolean> {
  return (await db.$count(balanceAlerts, eq(balanceAlerts.accountId, accountId))) > 0;
}

/**
 * Saves what an owner chose. A balance that is already below it now is no news.
 * @param threshold null for no notices
 */
export async function saveBalanceAlert(
  db: Db,
  accountId: string,
  threshold: Credits | null,
): Promise<void> {
  const isBelow = sql<boolean>`coalesce((select ${creditAccounts.balance} < ${threshold?.toString() ?? null}::bigint
    from ${creditAccounts} where ${creditAccounts.id} = ${accountId}), true)`;
  await db
    .insert(balanceAlerts)
    .values({ accountId, threshold, isBelow })
    .onConflictDoUpdate({ target: balanceAlerts.accountId, set: { threshold, isBelow } });
}

/**
 * Enqueues a notice for each account that has fallen below the threshold of its owner since the
 * last look. A job looks every minute, so that a spend reads nothing more for it.
 */
export async function findBalanceAlerts(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const changed = await tx.execute<{ account_id: string; is_below: boolean; seq: string }>(sql`
      update balance_alerts alert
      set is_below = account.balance < alert.threshold
      from credit_accounts account
      where account.id = alert.account_id
        and alert.is_below is distinct from (account.balance < alert.threshold)
        and alert.threshold is not null
      returning alert.account_id, alert.is_below, account.entry_seq as seq
    `);
    await enqueue(
      tx,
      [...changed]
        .filter((row) => row.is_below)
        .map((row) => ({
          queue: "low-balance",
          data: { accountId: row.account_id, seq: Number(row.seq), byOwner: true },
        })),
    );
  });
}
