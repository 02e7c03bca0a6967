import { asc, gt, sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { type Credits, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import type { AccountCheckpoint } from "./checkpoint";
import { findOrphan } from "./find-orphan";
import { LedgerBroken, type LedgerFault, ReachesBack } from "./ledger-fault";
import { groupBy } from "./loading";
import type { Entry } from "./state";
import { AccountVerification } from "./verify-account";
import { type Checkpoints, entriesBehind, entryRows, readSlice } from "./verify-rows";

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

/** What was found of some accounts. */
interface AccountFindings extends LedgerFindings {
  /** Where the next verification of those that are sound may start. */
  readonly verified: readonly AccountCheckpoint[];
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
 * @param checkpoints where accounts start that aren't replayed from their first entry. An account
 * whose new entries reach back behind its checkpoint is replayed whole all the same
 */
export async function verifyAccounts(
  database: Database,
  accountIds: readonly string[],
  checkpoints: Checkpoints = new Map(),
): Promise<AccountFindings> {
  if (accountIds.length === 0) return { ...NOTHING, verified: [] };
  const slice = await database.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return readSlice(tx, accountIds, checkpoints);
  });
  const lots = groupBy(slice.lots, (lot) => lot.accountId);
  const holds = groupBy(slice.holds, (hold) => hold.accountId);
  const whole = entryRows(
    database.read,
    accountIds.filter((id) => !checkpoints.has(id)),
  );
  const counts = { accounts: 0, entries: 0, balance: ZERO_CREDITS };
  const verified: AccountCheckpoint[] = [];
  const reachBack: string[] = [];
  for (const account of slice.accounts) {
    const { id } = account;
    const from = checkpoints.get(id);
    const stored = { account, lots: lots.get(id) ?? [], holds: holds.get(id) ?? [] };
    const entries = from ? entriesBehind(database.read, from) : whole.of(id);
    const result = await replay(new AccountVerification(stored, from), entries, account);
    counts.entries += result.entries;
    if (result.reachesBack) reachBack.push(id);
    else if (result.fault) return { ...counts, verified, fault: result.fault };
    else {
      counts.accounts += 1;
      counts.balance = sumCredits([counts.balance, account.balance]);
      verified.push(result.checkpoint);
    }
  }
  const rest = await verifyAccounts(database, reachBack);
  return {
    fault: rest.fault,
    accounts: counts.accounts + rest.accounts,
    entries: counts.entries + rest.entries,
    balance: sumCredits([counts.balance, rest.balance]),
    verified: [...verified, ...rest.verified],
  };
}

type Replayed = { readonly entries: number } & (
  | { readonly checkpoint: AccountCheckpoint; readonly fault?: never; readonly reachesBack?: never }
  | { readonly fault: LedgerFault; readonly reachesBack?: never }
  | { readonly reachesBack: true; readonly fault?: never }
);

async function replay(
  verification: AccountVerification,
  entries: AsyncIterable<Entry>,
  { entrySeq, hasMoreEntries }: { readonly entrySeq: number; readonly hasMoreEntries: boolean },
): Promise<Replayed> {
  let replayed = 0;
  try {
    for await (const entry of entries) {
      // Written after the snapshot.
      if (entry.seq > entrySeq && !hasMoreEntries) continue;
      verification.checkEntry(entry);
      replayed += 1;
    }
    verification.checkStored();
    return { entries: replayed, checkpoint: verification.toCheckpoint() };
  } catch (error) {
    if (error instanceof LedgerBroken) return { entries: replayed, fault: error.fault };
    if (error instanceof ReachesBack) return { entries: replayed, reachesBack: true };
    throw error;
  }
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
