import type { Tx } from "@/db/client";
import { bytesArray, nestedArray, plainArray, runPrepared, textArray } from "@/db/prepared";
import type { AccountState, Entry, Lot } from "./state";

interface Movements {
  readonly entries: readonly Entry[];
  /** As they are after the entries. */
  readonly accounts: readonly AccountState[];
  /** That were there before, as they are after the entries. */
  readonly lots: readonly Lot[];
}

/**
 * Writes entries, and what they changed of accounts and lots, in one statement. The guards compare
 * the three when the statement ends; in statements of their own each would find the others missing.
 */
export async function writeMovements(
  tx: Tx,
  { entries, accounts, lots }: Movements,
): Promise<void> {
  const columns = entries.every(isPlain) ? PLAIN_COLUMNS : COLUMNS;
  await runPrepared(tx, columns === COLUMNS ? WRITE : WRITE_PLAIN, [
    plainArray(accounts.map((account) => account.id)),
    plainArray(accounts.map((account) => account.balance)),
    plainArray(accounts.map((account) => account.held)),
    plainArray(accounts.map((account) => account.lotSum)),
    plainArray(accounts.map((account) => account.entrySeq)),
    bytesArray(accounts.map((account) => account.headHash)),
    plainArray(accounts.map((account) => account.nextExpiryAt?.toISOString() ?? null)),
    plainArray(accounts.map((account) => account.updatedAt.toISOString())),
    plainArray(lots.map((lot) => lot.accountId)),
    plainArray(lots.map((lot) => lot.id)),
    plainArray(lots.map((lot) => lot.granted)),
    plainArray(lots.map((lot) => lot.remaining)),
    ...columns.map(({ values }) => values(entries)),
  ]);
}

interface Column {
  readonly name: string;
  /** As its array is sent. */
  readonly type: string;
  /** Of the element, where it is sent as text. */
  readonly cast?: string;
  readonly values: (entries: readonly Entry[]) => string;
}

const plain = (
  name: string,
  type: string,
  of: (entry: Entry) => string | number | bigint | null,
): Column => ({ name, type, values: (entries) => plainArray(entries.map(of)) });

const bytes = (name: string, of: (entry: Entry) => string | null): Column => ({
  ...{ name, type: "bytea", values: (entries) => bytesArray(entries.map(of)) },
});

const text = (name: string, of: (entry: Entry) => string, cast?: string): Column => ({
  ...{ name, type: "text", cast, values: (entries) => textArray(entries.map(of)) },
});

const list = (name: string, cast: string, of: (entry: Entry) => readonly unknown[]): Column => ({
  ...{ name, type: "text", cast, values: (entries) => nestedArray(entries.map(of)) },
});

/** What every entry has. */
const PLAIN_COLUMNS: readonly Column[] = [
  plain("account_id", "uuid", (entry) => entry.accountId),
  plain("seq", "bigint", (entry) => entry.seq),
  text("key", (entry) => entry.key),
  bytes("command_digest", (entry) => entry.commandDigest),
  plain("kind", "entry_kind", (entry) => entry.kind),
  plain("amount", "bigint", (entry) => entry.amount),
  plain("balance_after", "bigint", (entry) => entry.balanceAfter),
  plain("held_after", "bigint", (entry) => entry.heldAfter),
  plain("contra", "contra_account", (entry) => entry.contra),
  text("source_type", (entry) => entry.sourceType),
  text("source_id", (entry) => entry.sourceId),
  text("actor", (entry) => entry.actor),
  text("reason", (entry) => entry.reason),
  text("metadata", (entry) => JSON.stringify(entry.metadata), "jsonb"),
  list("lots", "uuid[]", (entry) => entry.allocations.map(({ lotId }) => lotId)),
  list("amounts", "bigint[]", (entry) => entry.allocations.map(({ amount }) => amount)),
  bytes("hash", (entry) => entry.hash),
  plain("created_at", "timestamptz", (entry) => entry.createdAt.toISOString()),
];

/** With what only holds and reversals have. */
const COLUMNS: readonly Column[] = [
  ...PLAIN_COLUMNS,
  plain("held_delta", "bigint", (entry) => entry.heldDelta),
  plain("shortfall", "bigint", (entry) => entry.shortfall),
  plain("absorbed", "bigint", (entry) => entry.absorbed),
  plain("hold_id", "uuid", (entry) => entry.holdId),
  plain("reverses", "bigint", (entry) => entry.reverses),
];

/** Whether the columns that only some entries have are as the table makes them by itself. */
function isPlain({ heldDelta, shortfall, absorbed, holdId, reverses }: Entry): boolean {
  return (
    heldDelta === 0n && shortfall === 0n && absorbed === 0n && holdId === null && reverses === null
  );
}

const ACCOUNT_AND_LOT_PARAMS = 12;

function writeText(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name).join();
  const values = columns.map(({ name, cast }) => (cast ? `${name}::${cast}` : name)).join();
  const arrays = columns.map(({ type }, n) => `$${ACCOUNT_AND_LOT_PARAMS + 1 + n}::${type}[]`);
  return `with moved as (
      update credit_accounts account
      set balance = row.balance, held = row.held, lot_sum = row.lot_sum,
        entry_seq = row.entry_seq, head_hash = row.head_hash,
        next_expiry_at = row.next_expiry_at, updated_at = row.updated_at
      from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[],
        $7::timestamptz[], $8::timestamptz[])
        as row(id, balance, held, lot_sum, entry_seq, head_hash, next_expiry_at, updated_at)
      where account.id = row.id
    ), used as (
      update credit_lots lot
      set granted = row.granted, remaining = row.remaining, open = row.remaining > 0
      from unnest($9::uuid[], $10::uuid[], $11::bigint[], $12::bigint[])
        as row(account_id, id, granted, remaining)
      where lot.account_id = row.account_id and lot.id = row.id
    )
    insert into ledger_entries (${names})
    select ${values} from unnest(${arrays.join()}) as row(${names})`;
}

const WRITE = writeText(COLUMNS);
const WRITE_PLAIN = writeText(PLAIN_COLUMNS);
