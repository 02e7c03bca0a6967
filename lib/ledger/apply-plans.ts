import type { Tx } from "@/db/client";
import { postgresCodeOf } from "@/db/postgres-error";
import { plainArray, runPrepared } from "@/db/prepared";
import { LostRace } from "@/db/retry-conflicts";
import { metrics } from "@/lib/shared/metrics";
import type { Plan } from "./post";
import type { AccountState, Entry, Hold, Lot } from "./state";
import { writeMovements } from "./write-movements";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = "23505";

/**
 * Writes what was decided: a few statements and one round trip in all, however many commands the
 * batch had. Columns travel as arrays, so that a statement's text never varies. Lots and holds that
 * are made come after the entries: the guards compare them with those.
 * @throws LostRace when a payment was credited elsewhere since it was read
 */
export async function applyPlans(
  tx: Tx,
  plans: readonly Plan[],
  changed: readonly AccountState[],
): Promise<void> {
  if (plans.length === 0) return;
  const entries = plans.flatMap((plan) => plan.entry ?? []);
  countEntries(entries);
  const lots = lastById(plans.flatMap((plan) => plan.lots));
  const holds = lastById(plans.flatMap((plan) => plan.hold ?? []));
  const isNew = isMadeBy(entries);
  await Promise.all([
    ...registerPayments(tx, plans),
    writeMovements(tx, { entries, accounts: changed, lots: lots.filter((lot) => !isNew(lot)) }),
    ...some(lots.filter(isNew), (rows) => insertLots(tx, rows)),
    ...some(holds.filter(isNew), (rows) => insertHolds(tx, rows)),
    ...some(
      holds.filter((hold) => !isNew(hold)),
      (rows) => endHolds(tx, rows),
    ),
  ]);
}

/** Once per kind: a labelled counter costs more than deciding an entry. */
function countEntries(entries: readonly Entry[]): void {
  const counts = new Map<Entry["kind"], number>();
  for (const { kind } of entries) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const [kind, count] of counts) metrics().ledgerEntries.inc({ kind }, count);
}

function registerPayments(tx: Tx, plans: readonly Plan[]): Promise<void>[] {
  const rows = plans.flatMap(({ registration, entry }) =>
    registration && entry ? [{ ...registration, at: entry.createdAt.toISOString() }] : [],
  );
  return some(rows, async (registrations) => {
    try {
      await runPrepared(
        tx,
        `insert into payments (id, account_id, purchase_id, created_at)
         select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[]) as row(id)
         order by id`,
        [
          registrations.map((row) => row.paymentId),
          plainArray(registrations.map((row) => row.accountId)),
          plainArray(registrations.map((row) => row.purchaseId)),
          plainArray(registrations.map((row) => row.at)),
        ],
      );
    } catch (error) {
      // The stored row decides, not this conflict: the transaction runs again and compares.
      if (postgresCodeOf(error) === UNIQUE_VIOLATION)
        throw new LostRace("a payment was registered");
      throw error;
    }
  });
}

async function insertLots(tx: Tx, lots: readonly Lot[]): Promise<void> {
  await runPrepared(
    tx,
    `insert into credit_lots (account_id, id, kind, granted, remaining, open, source_type,
       source_id, priority, expires_at, entry_seq, created_at)
     select account_id, id, kind::lot_kind, granted, remaining, remaining > 0, source_type,
       source_id, priority, expires_at, entry_seq, created_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
       $7::text[], $8::int[], $9::timestamptz[], $10::bigint[], $11::timestamptz[])
       as row(account_id, id, kind, granted, remaining, source_type, source_id, priority,
         expires_at, entry_seq, created_at)`,
    [
      plainArray(lots.map((lot) => lot.accountId)),
      plainArray(lots.map((lot) => lot.id)),
      lots.map((lot) => lot.kind),
      plainArray(lots.map((lot) => lot.granted)),
      plainArray(lots.map((lot) => lot.remaining)),
      lots.map((lot) => lot.sourceType),
      lots.map((lot) => lot.sourceId),
      plainArray(lots.map((lot) => lot.priority)),
      plainArray(lots.map((lot) => lot.expiresAt?.toISOString() ?? null)),
      plainArray(lots.map((lot) => lot.entrySeq)),
      plainArray(lots.map((lot) => lot.createdAt.toISOString())),
    ],
  );
}

async function insertHolds(tx: Tx, holds: readonly Hold[]): Promise<void> {
  await runPrepared(
    tx,
    `insert into credit_holds (account_id, id, amount, state, expires_at, on_expire, source_type,
       source_id, entry_seq, end_seq, created_at)
     select account_id, id, amount, state::hold_state, expires_at, on_expire::hold_on_expire,
       source_type, source_id, entry_seq, end_seq, created_at
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[],
       $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::timestamptz[])
       as row(account_id, id, amount, state, expires_at, on_expire, source_type, source_id,
         entry_seq, end_seq, created_at)`,
    [
      plainArray(holds.map((hold) => hold.accountId)),
      plainArray(holds.map((hold) => hold.id)),
      plainArray(holds.map((hold) => hold.amount)),
      holds.map((hold) => hold.state),
      plainArray(holds.map((hold) => hold.expiresAt.toISOString())),
      holds.map((hold) => hold.onExpire),
      holds.map((hold) => hold.sourceType),
      holds.map((hold) => hold.sourceId),
      plainArray(holds.map((hold) => hold.entrySeq)),
      plainArray(holds.map((hold) => hold.endSeq)),
      plainArray(holds.map((hold) => hold.createdAt.toISOString())),
    ],
  );
}

async function endHolds(tx: Tx, holds: readonly Hold[]): Promise<void> {
  await runPrepared(
    tx,
    `update credit_holds hold set state = row.state::hold_state, expires_at = row.expires_at,
       end_seq = row.end_seq
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::bigint[])
       as row(account_id, id, state, expires_at, end_seq)
     where hold.account_id = row.account_id and hold.id = row.id`,
    [
      plainArray(holds.map((hold) => hold.accountId)),
      plainArray(holds.map((hold) => hold.id)),
      holds.map((hold) => hold.state),
      plainArray(holds.map((hold) => hold.expiresAt.toISOString())),
      plainArray(holds.map((hold) => hold.endSeq)),
    ],
  );
}

/** A row that several commands of the batch touched is written once, as the last one left it. */
function lastById<Item extends { readonly id: string }>(rows: readonly Item[]): Item[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Tells rows that entries of this batch made from those that were there before. */
function isMadeBy(entries: readonly Entry[]) {
  const first = new Map<string, number>();
  for (const { accountId, seq } of entries) if (!first.has(accountId)) first.set(accountId, seq);
  return ({ accountId, entrySeq }: { readonly accountId: string; readonly entrySeq: number }) =>
    entrySeq >= (first.get(accountId) ?? Number.POSITIVE_INFINITY);
}

/** A statement for rows, if there are any. */
function some<Item>(
  rows: readonly Item[],
  write: (rows: readonly Item[]) => Promise<void>,
): Promise<void>[] {
  return rows.length > 0 ? [write(rows)] : [];
}
