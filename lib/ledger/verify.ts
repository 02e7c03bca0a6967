import { sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { type Credits, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { LedgerBroken, type LedgerFault } from "./ledger-fault";
import { groupBy } from "./loading";
import { AccountVerification } from "./verify-account";
import { accountRows, entryRows, holdRows, lotRows } from "./verify-rows";

const PROGRESS_ENTRIES = 5_000;

export interface LedgerReport {
  /** Where the ledger is broken first, in order of account and seq; undefined: it is sound. */
  readonly fault: LedgerFault | undefined;
  readonly accounts: number;
  readonly entries: number;
  /** The sum of all balances that were verified. */
  readonly balance: Credits;
  readonly seconds: number;
}

export interface VerifyOptions {
  /** Called now and then with the entries verified so far, and how many there are in all. */
  readonly onProgress?: (verified: number, total: number) => void;
}

/**
 * Recomputes I1 to I5 for every account from its entries, in one snapshot, while others may go on
 * writing. Reads page by page; memory grows with the lots, holds and payments of one account only.
 * @returns a report, also when something is broken: then up to the first fault
 */
export async function verifyLedger(
  database: Database,
  { onProgress = () => {} }: VerifyOptions = {},
): Promise<LedgerReport> {
  const started = performance.now();
  const findings = await database.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return verifyAccounts(tx, onProgress);
  });
  return { ...findings, seconds: (performance.now() - started) / 1000 };
}

async function verifyAccounts(tx: Tx, onProgress: NonNullable<VerifyOptions["onProgress"]>) {
  const [entries, lots, holds] = [entryRows(tx), lotRows(tx), holdRows(tx)];
  const total = await countEntries(tx);
  const counts = { accounts: 0, entries: 0, balance: ZERO_CREDITS };
  try {
    for await (const account of accountRows(tx)) {
      const own = await collect(lots.of(account.id));
      const verification = new AccountVerification(
        account,
        groupBy(own, (lot) => lot.entrySeq),
      );
      for await (const entry of entries.of(account.id)) {
        verification.checkEntry(entry);
        counts.entries += 1;
        if (counts.entries % PROGRESS_ENTRIES === 0) onProgress(counts.entries, total);
      }
      verification.checkAccount();
      verification.checkLots();
      verification.checkHolds(await collect(holds.of(account.id)));
      counts.accounts += 1;
      counts.balance = sumCredits([counts.balance, account.balance]);
    }
    for (const rows of [entries, lots, holds]) await rows.end();
  } catch (error) {
    if (error instanceof LedgerBroken) return { ...counts, fault: error.fault };
    throw error;
  }
  onProgress(counts.entries, total);
  return { ...counts, fault: undefined };
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const collected: Row[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

/** As the accounts count them: counting the entries themselves would read them all once more. */
async function countEntries(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ total: sql`coalesce(sum(${creditAccounts.entrySeq}), 0)`.mapWith(Number) })
    .from(creditAccounts);
  return row?.total ?? 0;
}
