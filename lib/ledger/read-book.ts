import type { Tx } from "@/db/client";
import { type BatchReads, collectReads } from "./collect-reads";
import type { Command } from "./commands";
import { type KeyedEntry, nameOfKey } from "./decide";
import { addLots, updateState } from "./loading";
import {
  findExisting,
  lockAccounts,
  makeAccounts,
  readClock,
  readHolds,
  readKeyed,
  readLotsInOrder,
  readLotsLike,
  readLotsOfPayments,
  readLotsTaken,
  readPaymentEntries,
  readRegistrations,
  readReversed,
} from "./read-locked";
import { FIRST_LOTS, loadExpired, loadUntilCovered } from "./read-more";
import { micro, type RawEntry, toAccount, toEntry, toHold, toLot } from "./rows";
import { type AccountState, type Book, type Entry, emptyAccount } from "./state";

interface Loaded {
  readonly book: Book;
  /** By `nameOfKey`: the entries of keys that were used before. */
  readonly known: ReadonlyMap<string, KeyedEntry>;
  readonly now: Date;
  /** Accounts that another transaction has locked, and which were left out. */
  readonly locked: ReadonlySet<string>;
}

export interface ReadOptions {
  /** The time to decide at; the database's unless told. */
  readonly at?: Date;
  /** Leaves out accounts that another transaction has locked, instead of waiting for them. */
  readonly skipLocked?: boolean;
}

/**
 * Locks the accounts of a batch, making those that are new, and loads what its decisions need. The
 * statements leave together, so they cost one round trip.
 */
export async function readBook(
  tx: Tx,
  commands: readonly Command[],
  { at, skipLocked = false }: ReadOptions,
): Promise<Loaded> {
  if (commands.length === 0) {
    return {
      book: { accounts: new Map(), registrations: [] },
      known: new Map(),
      now: at ?? new Date(),
      locked: new Set(),
    };
  }
  const reads = collectReads(commands);
  const first = await readFirst(tx, reads, skipLocked);
  const now = at ?? first.now;
  const accounts = new Map<string, AccountState>();
  const missing = reads.accountIds.length - first.accounts.length;
  const locked = skipLocked && missing > 0 ? await findLocked(tx, reads, first) : new Set<string>();
  for (const row of first.accounts) {
    accounts.set(row.id, { ...emptyAccount(row.id), ...row, laterExpiryAt: row.nextExpiryAt });
  }
  for (const id of reads.accountIds) if (!accounts.has(id)) accounts.set(id, emptyAccount(id));
  addLots(accounts, [...first.inOrder, ...first.others, ...first.taken]);
  addEntries(accounts, reads, first);
  for (const hold of first.holds) {
    updateState(accounts, hold.accountId, ({ holds }) => ({
      holds: new Map(holds).set(hold.id, hold),
    }));
  }
  await loadExpired(tx, accounts, now);
  await loadUntilCovered(
    tx,
    accounts,
    commands,
    { takers: reads.takers, lots: first.inOrder },
    now,
  );
  return {
    book: { accounts, registrations: first.registrations },
    known: first.known,
    now,
    locked,
  };
}

/** Accounts that exist and yet weren't locked by us. */
async function findLocked(tx: Tx, reads: BatchReads, { accounts }: First): Promise<Set<string>> {
  const ours = new Set(accounts.map(({ id }) => id));
  return findExisting(
    tx,
    reads.accountIds.filter((id) => !ours.has(id)),
  );
}

type First = Awaited<ReturnType<typeof readFirst>>;

async function readFirst(tx: Tx, reads: BatchReads, skipLocked: boolean) {
  const { keys, lotsLike, payments, reversed, holds, registrations } = reads;
  const none = Promise.resolve([]);
  const [
    ,
    accounts,
    clock,
    keyed,
    inOrder,
    like,
    ofPayments,
    entries,
    reversals,
    taken,
    held,
    registered,
  ] = await Promise.all([
    reads.newAccountIds.length > 0 ? makeAccounts(tx, reads.newAccountIds) : none,
    lockAccounts(tx, reads.accountIds, skipLocked),
    readClock(tx),
    keys.length > 0
      ? readKeyed(
          tx,
          keys.map(([accountId]) => accountId),
          keys.map(([, key]) => key),
        )
      : none,
    reads.takers.length > 0 ? readLotsInOrder(tx, reads.takers, FIRST_LOTS) : none,
    lotsLike.length > 0 ? readLotsLike(tx, lotsLike) : none,
    payments.length > 0 ? readLotsOfPayments(tx, payments) : none,
    payments.length > 0 ? readPaymentEntries(tx, payments) : none,
    reversed.length > 0 ? readReversed(tx, reversed) : none,
    payments.length + reversed.length > 0 ? readLotsTaken(tx, payments, reversed) : none,
    holds.length > 0 ? readHolds(tx, holds) : none,
    registrations.length > 0
      ? readRegistrations(
          tx,
          registrations.map(({ paymentId }) => paymentId),
          registrations.map(({ purchaseId }) => purchaseId),
        )
      : none,
  ]);
  return {
    accounts: accounts.map(toAccount),
    now: new Date(clock[0]?.now ?? Number.NaN),
    known: new Map(keyed.map((row) => [nameOfKey(row.account_id, row.key), toKeyed(row)])),
    inOrder: inOrder.map(toLot),
    others: [...like, ...ofPayments].map(toLot),
    entries: entries.map(toEntry),
    // A reversal that a command names itself is read once for itself and once for what it reversed.
    reversals: distinctEntries(reversals.map(toEntry)),
    taken: taken.map(toLot),
    holds: held.map(toHold),
    registrations: registered.map((row) => ({
      paymentId: row.id,
      accountId: row.account_id,
      purchaseId: row.purchase_id,
    })),
  };
}

function toKeyed(row: RawEntry): KeyedEntry {
  return {
    commandDigest: row.command_digest?.toString("hex") ?? null,
    entry: {
      seq: Number(row.seq),
      amount: micro(row.amount),
      balanceAfter: micro(row.balance_after),
      heldAfter: micro(row.held_after),
      shortfall: micro(row.shortfall),
      holdId: row.hold_id,
    },
  };
}

/** @returns each entry once, oldest first */
function distinctEntries(entries: readonly Entry[]): Entry[] {
  const distinct = new Map(entries.map((entry) => [`${entry.accountId} ${entry.seq}`, entry]));
  return [...distinct.values()].sort((a, b) => a.seq - b.seq);
}

/** Every payment and entry that a command names gets a list, so that later entries join it. */
function addEntries(accounts: Map<string, AccountState>, reads: BatchReads, first: First): void {
  for (const [accountId, payment] of reads.payments) {
    const own = first.entries.filter(
      (entry) => entry.accountId === accountId && entry.sourceId === payment,
    );
    updateState(accounts, accountId, ({ paymentEntries }) => ({
      paymentEntries: new Map(paymentEntries).set(payment, own),
    }));
  }
  for (const [accountId, seq] of reads.reversed) {
    const concerns = (entry: Entry) => entry.seq === seq || entry.reverses === seq;
    const own = first.reversals.filter((entry) => entry.accountId === accountId && concerns(entry));
    updateState(accounts, accountId, ({ reversals }) => ({
      reversals: new Map(reversals).set(seq, own),
    }));
  }
}
