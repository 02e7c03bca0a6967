import { and, asc, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { creditAccounts, creditHolds, creditLots, ledgerEntries } from "@/db/schema";
import { fromStoredEntry } from "./rows";

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

async function* paged<Row>(readPage: (last: Row | undefined) => Promise<Row[]>) {
  let page = await readPage(undefined);
  while (page.length > 0) {
    yield* page;
    page = page.length < PAGE_ROWS ? [] : await readPage(page.at(-1));
  }
}

/** Accounts with their lots and holds, in order of id. */
export async function readSlice(tx: Tx, accountIds: readonly string[]) {
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
      .where(inArray(creditLots.accountId, ids))
      .orderBy(creditLots.accountId, creditLots.id),
    holds: await tx
      .select()
      .from(creditHolds)
      .where(inArray(creditHolds.accountId, ids))
      .orderBy(creditHolds.accountId, creditHolds.id),
  };
}

/** The entries of some accounts. */
export function entryRows(db: Db, accountIds: readonly string[]) {
  const { accountId, seq } = ledgerEntries;
  return new RowsByAccount(async (last: ReturnType<typeof fromStoredEntry> | undefined) => {
    const rows = await db
      .select()
      .from(ledgerEntries)
      .where(
        and(
          inArray(accountId, [...accountIds]),
          last && sql`(${accountId}, ${seq}) > (${last.accountId}, ${last.seq})`,
        ),
      )
      .orderBy(accountId, seq)
      .limit(PAGE_ROWS);
    return rows.map(fromStoredEntry);
  });
}
