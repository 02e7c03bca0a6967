import type { AccountCheckpoint } from "@/lib/ledger/checkpoint";
import type { Command } from "@/lib/ledger/commands";
import { hashEntry, inOrderOf } from "@/lib/ledger/hash";
import { LedgerBroken, type LedgerFault } from "@/lib/ledger/ledger-fault";
import type { AccountRow, Entry, Hold, Lot } from "@/lib/ledger/state";
import { AccountVerification } from "@/lib/ledger/verify-account";
import { type History, newHistory, next, stateOf } from "./fold";
import { ACCOUNT, OTHER, secondsLater } from "./states";

type Writable<Row> = { -readonly [Name in keyof Row]: Row[Name] };
/** What is stored of an account, to be tampered with. */
export interface Stored {
  readonly account: Writable<AccountRow>;
  readonly entries: Writable<Entry>[];
  readonly lots: Writable<Lot>[];
  readonly holds: Writable<Hold>[];
}

/** What a history stored of the account. */
export function storedOf(history: History): Stored {
  const state = stateOf(history, ACCOUNT);
  return {
    account: { ...state },
    entries: history.entries
      .filter(({ accountId }) => accountId === ACCOUNT)
      .map((entry) => ({ ...entry })),
    lots: state.lots.map((lot) => ({ ...lot })),
    holds: [...state.holds.values()].map((one) => ({ ...one })),
  };
}

/** Hashes everything anew, as whoever changes rows can: the chain has no secret. */
export function forge({ account, entries, lots }: Stored): void {
  let hash = "";
  for (const entry of entries) {
    const made = inOrderOf(
      entry,
      lots.filter(({ entrySeq }) => entrySeq === entry.seq),
    );
    entry.hash = hashEntry(hash, entry, made);
    hash = entry.hash;
  }
  account.headHash = hash;
}

/** @throws LedgerBroken @throws ReachesBack */
export function verify({ account, entries, lots, holds }: Stored, from?: AccountCheckpoint) {
  const verification = new AccountVerification({ account, lots, holds }, from);
  for (const entry of entries) if (entry.seq > (from?.seq ?? 0)) verification.checkEntry(entry);
  verification.checkStored();
  return verification.toCheckpoint();
}

/** The row at a place, from the end where it is negative. */
export function at<Row>(rows: readonly Row[], place: number): Row {
  const row = rows.at(place);
  if (row === undefined) throw new Error(`there is no row ${place}`);
  return row;
}

export type Tamper = (stored: Stored) => void;

/** Changes columns of the entry with this number. */
export function setEntry(seq: number, change: Partial<Entry>): Tamper {
  return ({ entries }) => Object.assign(at(entries, seq - 1), change);
}

/** Changes columns of the account. */
export function setAccount(change: Partial<AccountRow>): Tamper {
  return ({ account }) => Object.assign(account, change);
}

/** Changes columns of the lot at a place in the order of use. */
export function setLot(place: number, change: Partial<Lot>): Tamper {
  return ({ lots }) => Object.assign(at(lots, place), change);
}

/** Changes columns of the hold at a place, the oldest first. */
export function setHold(place: number, change: Partial<Hold>): Tamper {
  return ({ holds }) => Object.assign(at(holds, place), change);
}

/** @returns what is wrong; undefined: the account is sound */
export function findFault(stored: Stored, from?: AccountCheckpoint): LedgerFault | undefined {
  try {
    verify(stored, from);
    return undefined;
  } catch (error) {
    if (error instanceof LedgerBroken) return error.fault;
    throw error;
  }
}

/** What a history of these commands stored, each given a second after the one before. */
export function storedAfter(...commands: ((history: History) => Command)[]): Stored {
  return storedOf(play(...commands));
}

/** The history of these commands. */
export function play(...commands: ((history: History) => Command)[]): History {
  return commands.reduce(
    (history, command, index) => next(history, command(history), secondsLater(index)),
    newHistory(ACCOUNT, OTHER),
  );
}

/** The hold that was placed last. */
export function lastHold(history: History): string {
  return [...stateOf(history, ACCOUNT).holds.keys()].at(-1) ?? "";
}
