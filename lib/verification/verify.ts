import { sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { findOrphan } from "@/lib/ledger/find-orphan";
import { verifyAccounts } from "@/lib/ledger/verify";
import { findPurchaseFaults } from "@/lib/purchases/verify-purchases";
import { type AccountWithHead, readNextAccountStates } from "./account-states";
import { readCheckpoints, saveCheckpoints } from "./checkpoints";
import type { SealKeys } from "./seal-key";
import { BEFORE_SEALS, readLastSeal } from "./seals";
import { findTriggerFaults } from "./triggers";
import { NEVER_VERIFIED, readVerifiedUntil, recordVerification } from "./verifications";
import { findHeadFault } from "./verify-heads";
import { verifyHeadSet, verifySealChain } from "./verify-seals";

const SLICE_ACCOUNTS = 200;
/** A broken ledger is broken in many places; the first ones say enough. */
const MAX_FAULTS = 20;

export interface VerifyOptions {
  /** Replays every account from its first entry, whatever an earlier verification found. */
  readonly full?: boolean;
  /** Called after every slice with the accounts verified so far, and how many there are in all. */
  readonly onProgress?: (verified: number, total: number) => void;
}

export interface VerificationReport {
  /** Sentences, the most telling first; none: everything is sound. */
  readonly faults: readonly string[];
  readonly accounts: number;
  /** How many of them were replayed, from their checkpoint or their first entry. */
  readonly replayed: number;
  readonly entries: number;
  readonly seals: number;
  readonly seconds: number;
}

/**
 * Verifies seals, audit log, accounts, entries, lots, holds and purchases, in slices that are each a
 * short transaction, while others go on writing. Accounts that have not changed since the last sound
 * verification are compared with their seal; all others are replayed from where their last replay
 * ended.
 */
export async function verifyLedgerAndPurchases(
  database: Database,
  keys: SealKeys,
  { full = false, onProgress = () => {} }: VerifyOptions = {},
): Promise<VerificationReport> {
  const startedAtMs = performance.now();
  const db = database.read;
  const lastSeal = (await readLastSeal(db)) ?? BEFORE_SEALS;
  const verified = await readVerifiedUntil(db, keys);
  const since = full ? NEVER_VERIFIED : verified;
  const faults = [
    ...(await findTriggerFaults(db)),
    ...(verified.sealSeq > lastSeal.seq
      ? [`Seals ${lastSeal.seq + 1} to ${verified.sealSeq} are missing: they were verified before.`]
      : []),
    ...(await verifySealChain(db, keys, { auditFrom: since.sealSeq })),
    ...(await verifyHeadSet(database)),
    ...[(await findOrphan(db))?.sentence ?? []].flat(),
  ];
  const changed = await listChangedAccounts(db, since.verifiedThrough);
  const isChanged = (id: string) => changed === undefined || changed.has(id);
  const counts = { accounts: 0, replayed: 0, entries: 0 };
  const total = await countAccounts(db);
  let after: string | undefined;
  do {
    const slice = await readNextAccountStates(db, after, SLICE_ACCOUNTS);
    faults.push(...slice.flatMap((state) => findHeadFault(keys, state) ?? []));
    const replayed = slice.flatMap((state) => (needsReplay(state, isChanged) ? idOf(state) : []));
    const from = full ? new Map() : await readCheckpoints(db, keys, replayed);
    const result = await verifyAccounts(database, replayed, from);
    if (result.fault) faults.push(result.fault.sentence);
    // An account that isn't what was sealed is no place to start from.
    if (faults.length === 0) await saveCheckpoints(db, keys, result.verified, from);
    counts.accounts += slice.length;
    counts.replayed += replayed.length;
    counts.entries += result.entries;
    onProgress(counts.accounts, total);
    const last = slice.length < SLICE_ACCOUNTS ? undefined : slice.at(-1);
    after = last && idOf(last);
  } while (after && faults.length < MAX_FAULTS);
  faults.push(...(await findPurchaseFaults(database)));
  if (faults.length === 0 && lastSeal.seq > 0) await recordVerification(db, keys, lastSeal);
  return {
    faults: faults.slice(0, MAX_FAULTS),
    ...counts,
    seals: lastSeal.seq,
    seconds: (performance.now() - startedAtMs) / 1000,
  };
}

/** Whether an account isn't what its sealed head says, or changed since the last verification. */
function needsReplay(
  { account, head }: AccountWithHead,
  isChanged: (id: string) => boolean,
): boolean {
  if (!account) return false;
  return !head || account.seq !== head.seq || isChanged(account.accountId);
}

function idOf({ account, head }: AccountWithHead): string {
  return account?.accountId ?? head?.accountId ?? "";
}

/** @returns undefined where every account counts as changed */
async function listChangedAccounts(db: Db, since: Date): Promise<ReadonlySet<string> | undefined> {
  if (since.getTime() === 0) return undefined;
  const rows = await db.execute<{ id: string }>(sql`
    select distinct account_id as id from ledger_entries
    where created_at >= ${since.toISOString()}::timestamptz`);
  return new Set([...rows].map(({ id }) => id));
}

async function countAccounts(db: Db): Promise<number> {
  const [row] = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from credit_accounts`,
  );
  return row?.total ?? 0;
}
