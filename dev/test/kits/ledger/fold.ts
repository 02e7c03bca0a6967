import type { Command, Outcome } from "@/lib/ledger/commands";
import { decide } from "@/lib/ledger/decide";
import { type AccountState, type Effect, type Entry, emptyAccount } from "@/lib/ledger/state";
import { AccountVerification } from "@/lib/ledger/verify-account";

export interface History {
  readonly state: AccountState;
  readonly entries: readonly Entry[];
  readonly outcomes: readonly Outcome[];
}

/** An account before its first command. */
export function newHistory(accountId: string): History {
  return { state: emptyAccount(accountId), entries: [], outcomes: [] };
}

/** What `decide` makes of one more command; lots are named lot-0001 and so on. */
export function next(history: History, command: Command, at: Date): History {
  const decision = decide(history.state, command, { at, lotId: nextLotId(history) });
  return {
    state: decision.next,
    entries: [...history.entries, ...(decision.plan ? [decision.plan.entry] : [])],
    outcomes: [...history.outcomes, decision.outcome],
  };
}

export function nextLotId({ outcomes }: History): string {
  return `lot-${String(outcomes.length).padStart(4, "0")}`;
}

/** I1 to I6 of a history that was never stored, by the code that verifies stored ones. */
export function assertSound({ state, entries }: History): void {
  const verification = new AccountVerification(state);
  for (const entry of entries) verification.checkEntry(entry);
  verification.checkAccount();
  for (const lot of state.lots.values()) verification.checkLot(lot);
  verification.checkLots();
  for (const effect of state.effects.values()) {
    verification.checkEffect({ ...effect, ...entryOf(effect, entries) });
  }
}

function entryOf({ answer }: Effect, entries: readonly Entry[]) {
  const entry = entries[answer.seq - 1];
  return { amount: entry?.amount ?? null, balanceAfter: entry?.balanceAfter ?? null };
}
