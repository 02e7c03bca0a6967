import {
  and,
  asc,
  type Column,
  eq,
  getTableColumns,
  gt,
  inArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { creditAccounts, creditHolds, creditLots, ledgerEntries } from "@/db/schema";
import type { AccountCheckpoint } from "./checkpoint";
import { fromStoredEntry } from "./rows";
import type { Entry } from "./state";

const PAGE_ROWS = 2_000;

/** Rows in order of account, read a page at a time and given out account by account. */
export class RowsByAccount<Row extends { readonly accountId: string }> {
  readonly #rows: AsyncIterator<Row>;
  #next: IteratorResult<Row> | undefined;

  constructor(readPage: (last: Row | undefined) => Promise<Row[]>) {
    this.#rows = paged(readPage);
  }

  /** The rows of this account. Call with one account after the other, in order. */
  async *of(accountId: string): AsyncGenerator<Row> {
    for (;;) {
      const row = await this.#peek();
      // PostgreSQL orders UUIDs by their bytes, so by their text in lower case.
      if (!row || row.accountId > accountId) return;
      if (row.accountId === accountId) yield row;
      this.#next = undefined;
    }
  }

  async #peek(): Promise<Row | undefined> {
    this.#next ??= await this.#rows.next();
    return this.#next.done ? undefined : this.#next.value;
  }
}

async function* paged<Row>(
  readPage: (last: Row | undefined) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let page = await readPage(undefined);
  while (page.length > 0) {
    yield* page;
    page = page.length < PAGE_ROWS ? [] : await readPage(page.at(-1));
  }
}

/** Where the verification of accounts starts that needn't be replayed whole, by their id. */
export type Checkpoints = ReadonlyMap<string, AccountCheckpoint>;

/** Accounts with their lots and holds, in order of id; of those with a checkpoint what may have changed since. */
export async function readSlice(tx: Tx, accountIds: readonly string[], checkpoints: Checkpoints) {
  const ids = [...accountIds];
  return {
    accounts: await tx
      .select({
        ...getTableColumns(creditAccounts),
        hasMoreEntries: sql<boolean>`exists (select from ${ledgerEntries} entry
          where entry.account_id = ${creditAccounts.id} and entry.seq > ${creditAccounts.entrySeq})`,
      })
      .from(creditAccounts)
      .where(inArray(creditAccounts.id, ids))
      .orderBy(asc(creditAccounts.id)),
    lots: await tx
      .select()
      .from(creditLots)
      .where(
        perAccount(ids, checkpoints, creditLots, ({ seq, lots }) =>
          or(
            creditLots.open,
            gt(creditLots.entrySeq, seq),
            inArray(
              creditLots.id,
              lots.map(({ id }) => id),
            ),
          ),
        ),
      )
      .orderBy(creditLots.accountId, creditLots.id),
    holds: await tx
      .select()
      .from(creditHolds)
      .where(
        perAccount(ids, checkpoints, creditHolds, ({ seq, holds }) =>
          or(
            eq(creditHolds.state, "open"),
            gt(creditHolds.entrySeq, seq),
            inArray(
              creditHolds.id,
              holds.map(({ id }) => id),
            ),
          ),
        ),
      )
      .orderBy(creditHolds.accountId, creditHolds.id),
  };
}

/** All rows of accounts without a checkpoint; of the others those that `changed` selects. */
function perAccount(
  accountIds: readonly string[],
  checkpoints: Checkpoints,
  { accountId }: { readonly accountId: Column },
  changed: (checkpoint: AccountCheckpoint) => SQL | undefined,
): SQL | undefined {
  return or(
    inArray(
      accountId,
      accountIds.filter((id) => !checkpoints.has(id)),
    ),
    ...accountIds.flatMap((id) => {
      const checkpoint = checkpoints.get(id);
      return checkpoint ? and(eq(accountId, id), changed(checkpoint)) : [];
    }),
  );
}

/** The entries of some accounts, from the first on. */
export function entryRows(db: Db, accountIds: readonly string[]) {
  const { accountId, seq } = ledgerEntries;
  return new RowsByAccount((last: Entry | undefined) =>
    readEntries(
      db,
      and(
        inArray(accountId, [...accountIds]),
        last && sql`(${accountId}, ${seq}) > (${last.accountId}, ${last.seq})`,
      ),
    ),
  );
}

/** The entries of an account behind its checkpoint: a query per account, since most are behind it. */
export function entriesBehind(db: Db, checkpoint: AccountCheckpoint): AsyncGenerator<Entry> {
  return paged((last: Entry | undefined) =>
    readEntries(
      db,
      and(
        eq(ledgerEntries.accountId, checkpoint.accountId),
        gt(ledgerEntries.seq, last?.seq ?? checkpoint.seq),
      ),
    ),
  );
}

async function readEntries(db: Db, where: SQL | undefined): Promise<Entry[]> {
  const { accountId, seq } = ledgerEntries;
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(where)
    .orderBy(accountId, seq)
    .limit(PAGE_ROWS);
  return rows.map(fromStoredEntry);
}
