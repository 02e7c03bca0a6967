import { sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { ledgerHeads, ledgerSeals } from "@/db/schema";
import { log } from "@/lib/shared/log";
import {
  type AccountState,
  type AccountWithHead,
  readAccountStates,
  type SealedHead,
  signHead,
} from "./account-states";
import { continueAuditDigest, hasAuditEntries } from "./audit-digest";
import { addMacs, type SealKey, type SealKeys } from "./seal-key";
import { BEFORE_SEALS, readLastSeal, type Seal, signSeal } from "./seals";

/** How long what is new is left alone, so that transactions under way may end. */
const MARGIN_MS = 60_000;
/** Accounts of one seal: more are sealed by further seals, each a short transaction. */
const SEAL_ACCOUNTS = 2_000;

export interface SealOptions {
  /** How old an entry must be to be sealed; a minute unless told. */
  readonly marginMs?: number;
}

/**
 * Seals what changed since the last seal: the heads of accounts, and the audit log. Safe to run in
 * several processes: one makes the next seal, the other finds it made.
 * @returns how many seals were made; 0 where nothing is new
 */
export async function sealLedger(
  database: Database,
  keys: SealKeys,
  { marginMs = MARGIN_MS }: SealOptions = {},
): Promise<number> {
  const [key] = keys;
  const last = (await readLastSeal(database.read)) ?? BEFORE_SEALS;
  const through = await readSealableUntil(database.read, marginMs);
  if (through <= last.sealedThrough) return 0;
  const changed = await listAccountsToSeal(database.read, last, through, key);
  const isAuditNew = await hasAuditEntries(database.read, {
    from: last.sealedThrough,
    to: through,
  });
  if (changed.length === 0 && !isAuditNew) return 0;
  const chunks = Math.max(Math.ceil(changed.length / SEAL_ACCOUNTS), 1);
  let made = 0;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const accountIds = changed.slice(chunk * SEAL_ACCOUNTS, (chunk + 1) * SEAL_ACCOUNTS);
    // Only the last seal says that everything until then is covered.
    const isLast = chunk === chunks - 1;
    const seal = await database.transaction((tx) =>
      makeSeal(tx, key, {
        expectedSeq: last.seq + made,
        accountIds,
        through: isLast ? through : undefined,
      }),
    );
    if (!seal) break;
    made += 1;
  }
  return made;
}

/**
 * Entries are dated after their transaction began, and rows of the audit log when it began. So what
 * is older than every transaction under way is complete.
 */
async function readSealableUntil(db: Db, marginMs: number): Promise<Date> {
  const [row] = await db.execute<{ until: string }>(sql`
    select least(clock_timestamp() - ${marginMs} * interval '1 ms', min(xact_start) - interval '1 ms')
      as until
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and backend_type = 'client backend'
      -- The app's own end within seconds; a backup that reads for hours writes nothing.
      and xact_start > clock_timestamp() - interval '10 minutes'`);
  return new Date(row?.until ?? 0);
}

async function listAccountsToSeal(
  db: Db,
  last: Omit<Seal, "createdAt">,
  through: Date,
  key: SealKey,
): Promise<string[]> {
  const isFirst = last.sealedThrough.getTime() === 0;
  const changed = isFirst
    ? sql`select id from credit_accounts where entry_seq > 0`
    : sql`select account_id as id from ledger_entries
        where created_at >= ${last.sealedThrough.toISOString()}::timestamptz
          and created_at < ${through.toISOString()}::timestamptz`;
  const rows = await db.execute<{ id: string }>(sql`
    ${changed} union select account_id from ledger_heads where key_id < ${key.id} or key_id > ${key.id}
    order by 1`);
  return [...rows].map(({ id }) => id);
}

interface NextSeal {
  readonly expectedSeq: number;
  readonly accountIds: readonly string[];
  /** Undefined where accounts are left for the next seal. */
  readonly through: Date | undefined;
}

/** @returns undefined when another process made the next seal */
async function makeSeal(
  tx: Tx,
  key: SealKey,
  { expectedSeq, accountIds, through }: NextSeal,
): Promise<Seal | undefined> {
  await tx.execute(sql`set transaction isolation level repeatable read`);
  const last = (await readLastSeal(tx)) ?? BEFORE_SEALS;
  if (last.seq !== expectedSeq) return undefined;
  const sealable = (await readAccountStates(tx, accountIds)).filter(isSealable);
  const added = sealable.map(({ account }) => ({
    ...{ ...account, keyId: key.id, mac: signHead(key, account) },
  }));
  await saveHeads(tx, added);
  const removed = sealable.flatMap(({ head }) => head?.mac ?? []);
  const audit = await continueAuditDigest(
    tx,
    { entries: last.auditEntries, digest: last.auditDigest },
    { from: last.sealedThrough, to: through ?? last.sealedThrough },
  );
  const seal: Omit<Seal, "mac"> = {
    seq: last.seq + 1,
    sealedThrough: through ?? last.sealedThrough,
    heads: last.heads + added.length - removed.length,
    headsDigest: addMacs(last.headsDigest, { added: added.map(({ mac }) => mac), removed }),
    auditEntries: audit.entries,
    auditDigest: audit.digest,
    keyId: key.id,
    createdAt: new Date(),
  };
  const [made] = await tx
    .insert(ledgerSeals)
    .values({ ...seal, mac: signSeal(key, last.mac, seal) })
    .onConflictDoNothing()
    .returning();
  if (!made) throw new Error("another process sealed the ledger at the same time");
  return made;
}

/**
 * Whether an account goes on from its sealed head. One that went back, or has another entry in that
 * place, is left as it was sealed, so that verification names it.
 */
function isSealable(
  state: AccountWithHead,
): state is AccountWithHead & { readonly account: AccountState } {
  const { account, head, entryHash } = state;
  if (!account) return false;
  if (!head) return true;
  const continues =
    entryHash?.equals(head.hash) === true &&
    (account.seq > head.seq || account.stateDigest.equals(head.stateDigest));
  if (!continues) {
    log.error(
      { accountId: account.accountId, sealedSeq: head.seq, seq: account.seq },
      "An account is behind its seal; run npm run ledger:verify",
    );
  }
  return continues;
}

async function saveHeads(tx: Tx, heads: readonly SealedHead[]): Promise<void> {
  if (heads.length === 0) return;
  await tx
    .insert(ledgerHeads)
    .values([...heads])
    .onConflictDoUpdate({
      target: ledgerHeads.accountId,
      set: {
        seq: sql`excluded.seq`,
        hash: sql`excluded.hash`,
        stateDigest: sql`excluded.state_digest`,
        keyId: sql`excluded.key_id`,
        mac: sql`excluded.mac`,
      },
    });
}
