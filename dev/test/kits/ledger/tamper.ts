import type postgres from "postgres";

/** Removes an account's last entry with all that it left, so that the rest fits together. */
export async function cutTail(sql: postgres.Sql, account: string): Promise<void> {
  await sql`delete from credit_lots where account_id = ${account}
    and entry_seq = (select entry_seq from credit_accounts where id = ${account})`;
  await sql`delete from ledger_entries where account_id = ${account}
    and seq = (select entry_seq from credit_accounts where id = ${account})`;
  await sql`update credit_accounts set (entry_seq, balance, lot_sum, held, head_hash) = (
    select seq, balance_after, greatest(balance_after, 0), held_after, hash from ledger_entries
    where account_id = ${account} order by seq desc limit 1) where id = ${account}`;
}
