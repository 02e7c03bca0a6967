import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { SealKey } from "./seal-key";

/** What an account is now, as far as a seal covers it. */
export interface AccountState {
  readonly accountId: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly stateDigest: Buffer;
}

/** An account beside its sealed head; either may be missing. */
export interface AccountWithHead {
  readonly account: AccountState | undefined;
  readonly head: SealedHead | undefined;
  /** The hash of the entry that the head names; null when there is no such entry. */
  readonly entryHash: Buffer | null;
  /** Whether entries exist beyond the last one that the account counts. */
  readonly hasMoreEntries: boolean;
}

export interface SealedHead extends AccountState {
  readonly keyId: string;
  readonly mac: Buffer;
}

export function signHead(key: SealKey, head: AccountState): Buffer {
  return key.sign(["head", head.accountId, head.seq, head.hash, head.stateDigest]);
}

interface Row extends Record<string, unknown> {
  account_id: string;
  entry_seq: string | null;
  head_hash: Buffer | null;
  state_digest: Buffer;
  sealed_seq: string | null;
  sealed_hash: Buffer | null;
  sealed_state: Buffer | null;
  sealed_mac: Buffer | null;
  sealed_key: string | null;
  entry_hash: Buffer | null;
  has_more: boolean;
}

/** Reads accounts with their heads, in order of id. @param ids a query, or condition, for ids */
async function readStates(db: Db, ids: SQL): Promise<AccountWithHead[]> {
  const rows = await db.execute<Row>(sql`
    with ids as materialized (${ids})
    select ids.id as account_id, account.entry_seq, account.head_hash,
      sha256(convert_to(json_build_array(
        account.balance::text, account.held::text,
        (select json_agg(json_build_array(lot.id, lot.kind, lot.granted::text, lot.remaining::text,
            lot.source_type, lot.source_id, lot.priority, extract(epoch from lot.expires_at)::text,
            lot.entry_seq) order by lot.id)
          from credit_lots lot where lot.account_id = ids.id and lot.open),
        (select json_agg(json_build_array(hold.id, hold.amount::text) order by hold.id)
          from credit_holds hold where hold.account_id = ids.id and hold.state = 'open')
      )::text, 'UTF8')) as state_digest,
      head.seq as sealed_seq, head.hash as sealed_hash, head.state_digest as sealed_state,
      head.mac as sealed_mac, head.key_id as sealed_key, entry.hash as entry_hash,
      exists (select from ledger_entries later
        where later.account_id = ids.id and later.seq > coalesce(account.entry_seq, 0)) as has_more
    from ids
    left join credit_accounts account on account.id = ids.id
    left join ledger_heads head on head.account_id = ids.id
    left join ledger_entries entry on entry.account_id = ids.id and entry.seq = head.seq
    order by ids.id`);
  return [...rows].map(toAccountWithHead);
}

function toAccountWithHead(row: Row): AccountWithHead {
  const { account_id: accountId, head_hash, sealed_hash, sealed_state, sealed_mac } = row;
  return {
    account:
      head_hash === null
        ? undefined
        : {
            accountId,
            seq: Number(row.entry_seq),
            hash: head_hash,
            stateDigest: row.state_digest,
          },
    head:
      sealed_hash && sealed_state && sealed_mac
        ? {
            accountId,
            seq: Number(row.sealed_seq),
            hash: sealed_hash,
            stateDigest: sealed_state,
            mac: sealed_mac,
            keyId: row.sealed_key ?? "",
          }
        : undefined,
    entryHash: row.entry_hash,
    hasMoreEntries: row.has_more,
  };
}

/** The accounts with these ids. */
export function readAccountStates(db: Db, ids: readonly string[]): Promise<AccountWithHead[]> {
  return readStates(db, sql`select unnest(${sql.param([...ids])}::uuid[]) as id`);
}

/** The next accounts, or heads without an account, behind an id. */
export function readNextAccountStates(
  db: Db,
  afterId: string | undefined,
  limit: number,
): Promise<AccountWithHead[]> {
  const behind = afterId ? sql`where id > ${afterId}::uuid` : sql``;
  const headBehind = afterId ? sql`where account_id > ${afterId}::uuid` : sql``;
  return readStates(
    db,
    sql`(select id from credit_accounts ${behind} order by id limit ${limit})
      union (select account_id from ledger_heads ${headBehind} order by account_id limit ${limit})
      order by id limit ${limit}`,
  );
}
