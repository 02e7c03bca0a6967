import { asc, gt, sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { type Credits, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { findOrphan } from "./find-orphan";
import { LedgerBroken, type LedgerFault } from "./ledger-fault";
import { groupBy } from "./loading";
import { AccountVerification } from "./verify-account";
import { entryRows, readSlice } from "./verify-rows";

const SLICE_ACCOUNTS = 200;

export interface LedgerFindings {
  /** Where the ledger is broken first, in order of account and seq; undefined: it is sound. */
  readonly fault: LedgerFault | undefined;
  readonly accounts: number;
  readonly entries: number;
  /** The sum of all balances that were verified. */
  readonly balance: Credits;
}

export interface LedgerReport extends LedgerFindings {
  readonly seconds: number;
}

export interface VerifyOptions {
  /** Called now and then with the entries verified so far, and how many there are in all. */
  readonly onProgress?: (verified: number, total: number) => void;
}

/**
 * Recomputes I1 to I5 for every account from its entries, slice by slice, while others go on
 * writing.
 * @returns a report, also when something is broken: then up to the first fault
 */
export async function verifyLedger(
  database: Database,
  { onProgress = () => {} }: VerifyOptions = {},
): Promise<LedgerReport> {
  const startedAtMs = performance.now();
  const total = await countEntries(database.read);
  let counts = NOTHING;
  let after: string | undefined;
  do {
    const ids = await listAccounts(database.read, after);
    const slice = await verifyAccounts(database, ids);
    counts = {
      accounts: counts.accounts + slice.accounts,
      entries: counts.entries + slice.entries,
      balance: sumCredits([counts.balance, slice.balance]),
      fault: slice.fault,
    };
    onProgress(counts.entries, Math.max(total, counts.entries));
    after = ids.length < SLICE_ACCOUNTS ? undefined : ids.at(-1);
  } while (after && !counts.fault);
  const fault = counts.fault ?? (await findOrphan(database.read));
  return { ...counts, fault, seconds: (performance.now() - startedAtMs) / 1000 };
}

const NOTHING: LedgerFindings = {
  fault: undefined,
  accounts: 0,
  entries: 0,
  balance: ZERO_CREDITS,
};

/**
 * Recomputes I1 to I5 for some accounts. Their rows, lots and holds are read in one short snapshot;
 * entries never change, so that those until then are read page by page afterwards. Memory grows with
 * the lots, holds and payments of these accounts only.
 * @param accountIds in order
 */
export async function verifyAccounts(
  database: Database,
  accountIds: readonly string[],
): Promise<LedgerFindings> {
  if (accountIds.length === 0) return NOTHING;
  const slice = await database.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return readSlice(tx, accountIds);
  });
  const lots = groupBy(slice.lots, (lot) => lot.accountId);
  const holds = groupBy(slice.holds, (hold) => hold.accountId);
  const entries = entryRows(database.read, accountIds);
  const counts = { accounts: 0, entries: 0, balance: ZERO_CREDITS };
  try {
    for (const account of slice.accounts) {
      const verification = new AccountVerification(
        account,
        groupBy(lots.get(account.id) ?? [], (lot) => lot.entrySeq),
      );
      for await (const entry of entries.of(account.id)) {
        // Written after the snapshot.
        if (entry.seq > account.entrySeq && !account.hasMoreEntries) continue;
        verification.checkEntry(entry);
        counts.entries += 1;
      }
      verification.checkAccount();
      verification.checkLots();
      verification.checkHolds(holds.get(account.id) ?? []);
      counts.accounts += 1;
      counts.balance = sumCredits([counts.balance, account.balance]);
    }
  } catch (error) {
    if (error instanceof LedgerBroken) return { ...counts, fault: error.fault };
    throw error;
  }
  return { ...counts, fault: undefined };
}

async function listAccounts(db: Db, after: string | undefined): Promise<string[]> {
  const rows = await db
    .select({ id: creditAccounts.id })
    .from(creditAccounts)
    .where(after ? gt(creditAccounts.id, after) : undefined)
    .orderBy(asc(creditAccounts.id))
    .limit(SLICE_ACCOUNTS);
  return rows.map(({ id }) => id);
}

/** As the accounts count them: counting the entries themselves would read them all once more. */
async function countEntries(db: Db): Promise<number> {
  const [row] = await db
    .select({ total: sql`coalesce(sum(${creditAccounts.entrySeq}), 0)`.mapWith(Number) })
    .from(creditAccounts);
  return row?.total ?? 0;
}
