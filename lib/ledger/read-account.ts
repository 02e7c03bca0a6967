import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditAccounts, creditHolds, creditLots } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { compareLots } from "./allocate";
import { settleExpired } from "./settle";
import { type AccountRow, type AccountState, emptyAccount, type Lot } from "./state";

/** What an account has. */
export interface AccountSummary {
  readonly id: string;
  /** Negative: debt, which the next credit pays first. */
  readonly balance: Credits;
  readonly held: Credits;
  /** What can be spent: the balance less what is held, and never less than zero. */
  readonly available: Credits;
  readonly entries: number;
}

/**
 * An account as it is now. What has expired counts as gone, although no command has written the
 * entry yet. One that has never moved has no row, and nothing on it.
 */
export async function readAccount(db: Db, accountId: string): Promise<AccountSummary> {
  const found = await findAccount(db, accountId);
  if (!found) return summarize(emptyAccount(accountId), 0);
  const { row, now } = found;
  return summarize(isDue(row, now) ? await settleNow(db, row, now) : row, row.entrySeq);
}

/** Lots with something left that hasn't expired, in the order in which they will be used. */
export async function listOpenLots(db: Db, accountId: string): Promise<Lot[]> {
  const found = await findAccount(db, accountId);
  if (!found) return [];
  const { row, now } = found;
  if (!isDue(row, now)) return readOpenLots(db, accountId);
  const { lots } = await settleNow(db, row, now);
  return lots.filter(({ remaining }) => remaining > 0n);
}

/** Both, where a page shows both: the account is looked up once. */
export async function readAccountAndLots(
  db: Db,
  accountId: string,
): Promise<{ account: AccountSummary; lots: Lot[] }> {
  const found = await findAccount(db, accountId);
  if (!found) return { account: summarize(emptyAccount(accountId), 0), lots: [] };
  const { row, now } = found;
  if (!isDue(row, now)) {
    return { account: summarize(row, row.entrySeq), lots: await readOpenLots(db, accountId) };
  }
  const settled = await settleNow(db, row, now);
  const lots = settled.lots.filter(({ remaining }) => remaining > 0n);
  return { account: summarize(settled, row.entrySeq), lots };
}

function summarize({ id, balance, held }: AccountRow, entries: number): AccountSummary {
  const free = fromMicro(balance - held);
  return { id, balance, held, available: free > 0n ? free : ZERO_CREDITS, entries };
}

function isDue({ nextExpiryAt }: AccountRow, now: Date): boolean {
  return nextExpiryAt !== null && nextExpiryAt <= now;
}

/** The stored row, and the database's time: holds and lots expire by it. */
async function findAccount(db: Db, accountId: string) {
  const [found] = await db
    .select({
      row: creditAccounts,
      now: sql`clock_timestamp()`.mapWith(creditAccounts.updatedAt),
    })
    .from(creditAccounts)
    .where(eq(creditAccounts.id, accountId));
  return found;
}

/** The account as the next command would find it, by the rule that commands use. Writes nothing. */
async function settleNow(db: Db, row: AccountRow, now: Date): Promise<AccountState> {
  const lots = await readOpenLots(db, row.id);
  const holds = await db
    .select()
    .from(creditHolds)
    .where(and(eq(creditHolds.accountId, row.id), eq(creditHolds.state, "open")));
  const again = await findAccount(db, row.id);
  // A command came in between, and the lots may be of another state than the row.
  if (again && again.row.entrySeq !== row.entrySeq) return settleNow(db, again.row, again.now);
  let state: AccountState = {
    ...emptyAccount(row.id),
    ...row,
    lots: lots.sort(compareLots),
    holds: new Map(holds.map((hold) => [hold.id, hold])),
  };
  for (;;) {
    const settled = settleExpired(state, now);
    if (settled.plans.length === 0) return settled.state;
    state = settled.state;
  }
}

function readOpenLots(db: Db, accountId: string): Promise<Lot[]> {
  return db
    .select()
    .from(creditLots)
    .where(and(eq(creditLots.accountId, accountId), sql`${creditLots.open}`))
    .orderBy(
      creditLots.priority,
      sql`${creditLots.expiresAt} asc nulls last`,
      creditLots.createdAt,
      creditLots.id,
    );
}
