import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { creditAccounts, creditHolds, creditLots, ledgerEntries } from "@/db/schema";
import { LedgerBroken } from "./ledger-fault";
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
      if (row.accountId < accountId) refuseOrphan(row);
      yield row;
      this.#next = undefined;
    }
  }

  /** After the last account nothing may be left. */
  async end(): Promise<void> {
    const row = await this.#peek();
    if (row) refuseOrphan(row);
  }

  async #peek(): Promise<Row | undefined> {
    this.#next ??= await this.#rows.next();
    return this.#next.done ? undefined : this.#next.value;
  }
}

function refuseOrphan({ accountId }: { accountId: string }): never {
  throw new LedgerBroken(accountId, 1, "I1", "the account doesn't exist, but rows of it do");
}

async function* paged<Row>(readPage: (last: Row | undefined) => Promise<Row[]>) {
  let page = await readPage(undefined);
  while (page.length > 0) {
    yield* page;
    page = page.length < PAGE_ROWS ? [] : await readPage(page.at(-1));
  }
}

export function accountRows(tx: Tx) {
  return paged<typeof creditAccounts.$inferSelect>((last) =>
    tx
      .select()
      .from(creditAccounts)
      .where(last && sql`${creditAccounts.id} > ${last.id}`)
      .orderBy(creditAccounts.id)
      .limit(PAGE_ROWS),
  );
}

export function entryRows(tx: Tx) {
  return new RowsByAccount(async (last: ReturnType<typeof fromStoredEntry> | undefined) => {
    const rows = await tx
      .select()
      .from(ledgerEntries)
      .where(last && after(sql`${ledgerEntries.accountId}, ${ledgerEntries.seq}`, last, last.seq))
      .orderBy(ledgerEntries.accountId, ledgerEntries.seq)
      .limit(PAGE_ROWS);
    return rows.map(fromStoredEntry);
  });
}

export function lotRows(tx: Tx) {
  return new RowsByAccount((last: typeof creditLots.$inferSelect | undefined) =>
    tx
      .select()
      .from(creditLots)
      .where(last && after(sql`${creditLots.accountId}, ${creditLots.id}`, last, last.id))
      .orderBy(creditLots.accountId, creditLots.id)
      .limit(PAGE_ROWS),
  );
}

export function holdRows(tx: Tx) {
  return new RowsByAccount((last: typeof creditHolds.$inferSelect | undefined) =>
    tx
      .select()
      .from(creditHolds)
      .where(last && after(sql`${creditHolds.accountId}, ${creditHolds.id}`, last, last.id))
      .orderBy(creditHolds.accountId, creditHolds.id)
      .limit(PAGE_ROWS),
  );
}

function after(key: SQL, last: { accountId: string }, value: string | number): SQL {
  return sql`(${key}) > (${last.accountId}, ${value})`;
}
