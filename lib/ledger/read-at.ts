import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";

/**
 * The seq of the last entry of an account that isn't later than an instant; 0 before the first.
 * An entry is never earlier than the one before it, so a binary search finds it with some twenty
 * look-ups by key, however long the history is.
 */
export async function findSeqAt(db: Db, accountId: string, at: Date): Promise<number> {
  const rows = await db.execute<{ seq: string }>(sql`
    with recursive search(low, high) as (
      select 0::bigint, entry_seq from credit_accounts where id = ${accountId}
      union all
      select
        case when entry.created_at <= ${at.toISOString()} then middle else low end,
        case when entry.created_at <= ${at.toISOString()} then high else middle - 1 end
      from search
      cross join lateral (select (low + high + 1) / 2 as middle) half
      join ledger_entries entry on entry.account_id = ${accountId} and entry.seq = middle
      where low < high
    )
    select low as seq from search where low = high
  `);
  return Number(rows[0]?.seq ?? 0);
}

/**
 * What an account had at an instant, as its entries say. Credits that had expired by then count
 * until an entry took them.
 */
export async function readAccountAt(
  db: Db,
  accountId: string,
  at: Date,
): Promise<{ balance: Credits; held: Credits; available: Credits }> {
  const seq = await findSeqAt(db, accountId, at);
  const [entry] = await db
    .select({ balance: ledgerEntries.balanceAfter, held: ledgerEntries.heldAfter })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), eq(ledgerEntries.seq, seq)));
  const { balance, held } = entry ?? { balance: ZERO_CREDITS, held: ZERO_CREDITS };
  const free = fromMicro(balance - held);
  return { balance, held, available: free > 0n ? free : ZERO_CREDITS };
}
