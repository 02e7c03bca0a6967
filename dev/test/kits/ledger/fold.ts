import { type Command, definitionOf } from "@/lib/ledger/commands";
import { type BatchDecision, decideBatch, type KeyedEntry, nameOfKey } from "@/lib/ledger/decide";
import type { Outcome } from "@/lib/ledger/outcome";
import { PAYMENT_KINDS } from "@/lib/ledger/post";
import { type AccountState, type Book, type Entry, emptyAccount } from "@/lib/ledger/state";
import { AccountVerification } from "@/lib/ledger/verify-account";

/** A ledger in memory: what a fold of decisions comes to. Everything counts as loaded. */
export interface History {
  readonly book: Book;
  readonly entries: readonly Entry[];
  readonly outcomes: readonly Outcome[];
  readonly known: ReadonlyMap<string, KeyedEntry>;
  readonly ids: number;
}

/** Payments that generated commands name. */
export const NAMES = ["pi_1", "pi_2", "pi_3"];

/** Accounts before their first command. */
export function newHistory(...accountIds: string[]): History {
  return {
    book: {
      accounts: new Map(accountIds.map((id) => [id, emptyAccount(id)])),
      registrations: [],
    },
    entries: [],
    outcomes: [],
    known: new Map(),
    ids: 0,
  };
}

/** The tests' payments are the account's own, since a payment belongs to one account only. */
export function paymentOf(accountId: string, name: string): string {
  return `${name}:${accountId}`;
}

/** What `decide` makes of one more command; lots and holds are named by a count. */
export function next(history: History, command: Command, at: Date): History {
  let { ids } = history;
  const newId = () => idOf(++ids);
  const decided = decideBatch(load(history, command), [command], history.known, { at, newId });
  return after({ ...history, ids }, decided);
}

/** The book with the entries that a command reads; lots and holds are all in it already. */
function load({ book, entries }: History, command: Command): Book {
  const { payment, reversed } = definitionOf(command).reads(command);
  const state = book.accounts.get(command.accountId);
  if (!state) return book;
  const own = entries.filter(({ accountId }) => accountId === command.accountId);
  const ofPayment = own.filter(
    ({ kind, sourceId }) => PAYMENT_KINDS.includes(kind) && sourceId === payment,
  );
  const concerned = own.filter(({ seq, reverses }) => seq === reversed || reverses === reversed);
  return {
    ...book,
    accounts: new Map(book.accounts).set(state.id, {
      ...state,
      paymentEntries: payment ? new Map([[payment, ofPayment]]) : new Map(),
      reversals: reversed ? new Map([[reversed, concerned]]) : new Map(),
    }),
  };
}

/** Ids as the fold gives them after a history. */
export function countingIds({ ids }: History): () => string {
  let count = ids;
  return () => {
    count += 1;
    return idOf(count);
  };
}

function idOf(count: number): string {
  return `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`;
}

function after(history: History, { outcomes, plans, changed }: BatchDecision): History {
  const entries = plans.flatMap(({ entry }) => entry ?? []);
  const accounts = new Map(history.book.accounts);
  for (const state of changed) accounts.set(state.id, state);
  return {
    ...history,
    book: {
      accounts,
      registrations: [
        ...history.book.registrations,
        ...plans.flatMap(({ registration }) => registration ?? []),
      ],
    },
    entries: [...history.entries, ...entries],
    outcomes: [...history.outcomes, ...outcomes],
    known: new Map([
      ...history.known,
      ...entries.map((entry): [string, KeyedEntry] => [
        nameOfKey(entry.accountId, entry.key),
        { entry, commandDigest: entry.commandDigest },
      ]),
    ]),
  };
}

export function stateOf({ book }: History, accountId: string): AccountState {
  return book.accounts.get(accountId) ?? emptyAccount(accountId);
}

/** Every invariant of a history that was never stored, by the code that verifies stored ones. */
export function assertSound(history: History): void {
  for (const state of history.book.accounts.values()) {
    const { lots, holds } = state;
    const verification = new AccountVerification({
      account: state,
      lots,
      holds: [...holds.values()],
    });
    for (const entry of history.entries) {
      if (entry.accountId === state.id) verification.checkEntry(entry);
    }
    verification.checkStored();
  }
}
