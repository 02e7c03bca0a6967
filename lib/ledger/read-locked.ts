import type { Tx } from "@/db/client";
import { plainArray, runPrepared, textArray } from "@/db/prepared";
import type { LotTerms } from "./credit-lot";
import type { RawAccount, RawEntry, RawHold, RawLot } from "./rows";

/**
 * The statements that load what a batch is decided on. Each is of constant text, each look-up by a
 * LATERAL with a LIMIT is one probe of an index per row asked for, and nothing is locked but the
 * accounts. Read committed gives each statement a snapshot of its own, so what comes after the
 * lock sees what the previous holder of the lock committed.
 */

/**
 * Comes before any lock, and in id order as the locks do. Made after the locks, a new account
 * could be waited for by a batch that holds another lock: a deadlock between overlapping batches.
 */
export function makeAccounts(tx: Tx, ids: readonly string[]) {
  return runPrepared(
    tx,
    `insert into credit_accounts (id) select id from unnest($1::uuid[]) as id order by id
     on conflict do nothing`,
    [ids],
  );
}

const LOCK = `select id, balance, held, lot_sum, entry_seq, head_hash, next_expiry_at, updated_at
  from credit_accounts where id = any($1::uuid[]) order by id for update`;
const LOCK_UNLOCKED = `${LOCK} skip locked`;

/** @param skipLocked leaves out accounts that another transaction has locked */
export function lockAccounts(tx: Tx, ids: readonly string[], skipLocked: boolean) {
  return runPrepared<RawAccount>(tx, skipLocked ? LOCK_UNLOCKED : LOCK, [plainArray(ids)]);
}

/** Which of the accounts exist. */
export async function findExisting(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runPrepared<{ id: string }>(
    tx,
    "select id from credit_accounts where id = any($1::uuid[])",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The time, read after the locks: time that was spent waiting for them has passed. */
export function readClock(tx: Tx) {
  return runPrepared<{ now: string }>(tx, "select clock_timestamp() as now", []);
}

/** The entries that were written under keys. */
export function readKeyed(tx: Tx, accountIds: readonly string[], keys: readonly string[]) {
  return runPrepared<RawEntry>(
    tx,
    `select e.account_id, e.key, e.seq, e.command_digest, e.amount, e.balance_after, e.held_after,
       e.shortfall, e.hold_id
     from unnest($1::uuid[], $2::text[]) asked(account_id, key)
     cross join lateral (
       select * from ledger_entries
       where account_id = asked.account_id and key = asked.key limit 1
     ) e`,
    [plainArray(accountIds), textArray(keys)],
  );
}

const LOT = `account_id, id, kind, granted, remaining, source_type, source_id, priority, expires_at,
  entry_seq, created_at`;

/** The first open lots of each account, in the order of use. */
export function readLotsInOrder(tx: Tx, accountIds: readonly string[], limit: number) {
  return runPrepared<RawLot>(
    tx,
    `select l.* from unnest($1::uuid[]) asked(account_id)
     cross join lateral (
       select ${LOT} from credit_lots where account_id = asked.account_id and open
       order by priority, expires_at, created_at, id limit $2
     ) l`,
    [plainArray(accountIds), limit],
  );
}

/** The open lot of just these terms, if there is one. Two branches, so that each is an index probe. */
export function readLotsLike(
  tx: Tx,
  asked: readonly { readonly accountId: string; readonly terms: LotTerms }[],
) {
  return runPrepared<RawLot>(
    tx,
    `select l.*
     from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::text[])
       asked(account_id, type, id, priority, expires_at, kind)
     cross join lateral (
       select ${LOT} from credit_lots
       where account_id = asked.account_id and open and priority = asked.priority
         and expires_at = asked.expires_at and kind = asked.kind::lot_kind
         and source_type = asked.type and source_id = asked.id
       union all
       select ${LOT} from credit_lots
       where asked.expires_at is null and account_id = asked.account_id and open
         and priority = asked.priority and expires_at is null and kind = asked.kind::lot_kind
         and source_type = asked.type and source_id = asked.id
       order by created_at, id limit 1
     ) l`,
    [
      asked.map(({ accountId }) => accountId),
      asked.map(({ terms }) => terms.source.type),
      asked.map(({ terms }) => terms.source.id),
      plainArray(asked.map(({ terms }) => terms.priority)),
      plainArray(asked.map(({ terms }) => terms.expiresAt?.toISOString() ?? null)),
      asked.map(({ terms }) => terms.kind),
    ],
  );
}

/** All lots of payments, used up or not: a clawback takes from them first. */
export function readLotsOfPayments(tx: Tx, payments: readonly (readonly [string, string])[]) {
  return runPrepared<RawLot>(
    tx,
    `select l.* from unnest($1::uuid[], $2::text[]) asked(account_id, id)
     cross join lateral (
       select ${LOT} from credit_lots
       where account_id = asked.account_id and source_type = 'payment' and source_id = asked.id
     ) l`,
    columns(payments, 2),
  );
}

/** What payments moved, oldest first. */
export function readPaymentEntries(tx: Tx, payments: readonly (readonly [string, string])[]) {
  return runPrepared<RawEntry>(
    tx,
    `select e.* from unnest($1::uuid[], $2::text[]) asked(account_id, payment)
     cross join lateral (
       select * from ledger_entries
       where account_id = asked.account_id and source_id = asked.payment
         and kind in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal')
       order by seq
     ) e`,
    columns(payments, 2),
  );
}

/** Entries that are to be reversed and what reversed them so far, oldest first. */
export function readReversed(tx: Tx, reversed: readonly (readonly [string, number])[]) {
  return runPrepared<RawEntry>(
    tx,
    `select e.* from unnest($1::uuid[], $2::bigint[]) asked(account_id, seq)
     cross join lateral (
       select * from ledger_entries where account_id = asked.account_id and seq = asked.seq
       union all
       (select * from ledger_entries where account_id = asked.account_id and reverses = asked.seq
        order by seq)
     ) e`,
    columns(reversed, 2),
  );
}

/** The lots that entries of payments, or entries to be reversed, took from. */
export function readLotsTaken(
  tx: Tx,
  payments: readonly (readonly [string, string])[],
  reversed: readonly (readonly [string, number])[],
) {
  return runPrepared<RawLot>(
    tx,
    `select ${LOT.replaceAll(/\b(?=[a-z])/g, "l.")}
     from (
       select e.account_id, e.lots from unnest($1::uuid[], $2::text[]) asked(account_id, payment)
       join ledger_entries e on e.account_id = asked.account_id and e.source_id = asked.payment
         and e.kind in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal')
       union all
       select e.account_id, e.lots from unnest($3::uuid[], $4::bigint[]) asked(account_id, seq)
       join ledger_entries e on e.account_id = asked.account_id and e.seq = asked.seq
     ) taken
     cross join lateral unnest(taken.lots) as named(id)
     join credit_lots l on l.account_id = taken.account_id and l.id = named.id`,
    [...columns(payments, 2), ...columns(reversed, 2)],
  );
}

export function readHolds(tx: Tx, holds: readonly (readonly [string, string])[]) {
  return runPrepared<RawHold>(
    tx,
    `select h.* from unnest($1::uuid[], $2::uuid[]) asked(account_id, id)
     join credit_holds h on h.account_id = asked.account_id and h.id = asked.id`,
    columns(holds, 2),
  );
}

/** To whom payments and purchases belong, over all accounts. */
export function readRegistrations(
  tx: Tx,
  paymentIds: readonly string[],
  purchaseIds: readonly string[],
) {
  return runPrepared<{ id: string; account_id: string; purchase_id: string }>(
    tx,
    `select id, account_id, purchase_id from payments where id = any($1::text[])
     union
     select id, account_id, purchase_id from payments where purchase_id = any($2::uuid[])`,
    [paymentIds, purchaseIds],
  );
}

/** The first open lots of each account that have expired by a time, soonest first. */
export function readExpiredLots(
  tx: Tx,
  due: readonly (readonly [string, string])[],
  limit: number,
) {
  return runPrepared<RawLot>(
    tx,
    `select l.* from unnest($1::uuid[], $2::timestamptz[]) asked(account_id, at)
     cross join lateral (
       select ${LOT} from credit_lots
       where account_id = asked.account_id and open and expires_at <= asked.at
       order by expires_at limit $3
     ) l`,
    [...timesOf(due), limit],
  );
}

/** The first open holds of each account that have expired by a time, soonest first. */
export function readExpiredHolds(
  tx: Tx,
  due: readonly (readonly [string, string])[],
  limit: number,
) {
  return runPrepared<RawHold>(
    tx,
    `select h.* from unnest($1::uuid[], $2::timestamptz[]) asked(account_id, at)
     cross join lateral (
       select * from credit_holds
       where account_id = asked.account_id and state = 'open' and expires_at <= asked.at
       order by expires_at limit $3
     ) h`,
    [...timesOf(due), limit],
  );
}

/** Of each account: what all its expired lots hold, and what expires next after a time. */
export function readExpirySums(tx: Tx, due: readonly (readonly [string, string])[]) {
  return runPrepared<{ account_id: string; expired: string; next_at: string | null }>(
    tx,
    `select asked.account_id,
       (select coalesce(sum(remaining), 0)::bigint from credit_lots
        where account_id = asked.account_id and open and expires_at <= asked.at) as expired,
       least(
         (select min(expires_at) from credit_lots
          where account_id = asked.account_id and open and expires_at > asked.at),
         (select min(expires_at) from credit_holds
          where account_id = asked.account_id and state = 'open' and expires_at > asked.at)
       ) as next_at
     from unnest($1::uuid[], $2::timestamptz[]) asked(account_id, at)`,
    timesOf(due),
  );
}

/** Rows of tuples as one array per place, as `unnest` takes them. */
function columns(rows: readonly (readonly (string | number)[])[], count: number): string[][] {
  return Array.from({ length: count }, (_, place) => rows.map((row) => String(row[place])));
}

function timesOf(due: readonly (readonly [string, string])[]): string[] {
  return [plainArray(due.map(([id]) => id)), plainArray(due.map(([, at]) => at))];
}
