import { fromMicro, MAX_CREDITS, parseCredits, toDecimal } from "@/lib/shared/credits";
import { assertPosting, type Posting } from "./check-posting";
import type { ClawbackCommand, Command, Outcome, Refused } from "./commands";
import { hashCommand, hashEntry } from "./hash";
import type { AccountState, Effect, Entry, Lot } from "./state";

/** The rows that carry a decision out. */
export interface Plan {
  readonly entry: Entry;
  /** Lots as they are afterwards: new ones and changed ones. */
  readonly lots: readonly Lot[];
  readonly effect: Effect | undefined;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly plan: Plan | undefined;
  readonly next: AccountState;
}

/** What a decision takes from the outside world, so that the same input always decides the same. */
export interface Circumstances {
  readonly at: Date;
  /** The id of the lot, should the command make one. */
  readonly lotId: string;
}

/** Lots of lower priority are used first: what was given away goes before what was paid for. */
export const LOT_PRIORITY = { paid: 100, promotional: 50 } as const;

/**
 * Turns a posting into the rows to write and the state after them. Refused when the balance would
 * not fit its column: the database would refuse the whole batch.
 */
export function post(
  state: AccountState,
  command: Command,
  given: Circumstances,
  posting: Posting,
): Decision {
  const balance = fromMicro(state.balance + posting.amount);
  if (balance > MAX_CREDITS || balance < -MAX_CREDITS) {
    return refuse(state, "invalid_command", "The balance would be more than an account can hold.");
  }
  assertPosting(state, posting);
  const unhashed = {
    accountId: state.id,
    seq: state.entrySeq + 1,
    kind: posting.kind,
    amount: posting.amount,
    balanceAfter: balance,
    counterAccount: posting.counterAccount,
    sourceType: posting.source.type,
    sourceId: posting.source.id,
    actor: command.actor,
    reason: command.reason,
    metadata: command.metadata ?? {},
    allocations: posting.allocations,
    createdAt: given.at,
  };
  const entry: Entry = { ...unhashed, hash: hashEntry(state.headHash, unhashed) };
  const effect = command.kind === "clawback" ? undefined : effectOf(command, entry);
  const lots = new Map(state.lots);
  for (const lot of posting.lots) lots.set(lot.id, lot);
  const paymentEntries = new Map(state.paymentEntries);
  if (entry.sourceType === "payment") {
    paymentEntries.set(entry.sourceId, [...(paymentEntries.get(entry.sourceId) ?? []), entry]);
  }
  const { seq, amount, balanceAfter } = entry;
  return {
    outcome: { status: "done", seq, amount, balanceAfter },
    plan: { entry, lots: posting.lots, effect },
    next: {
      ...state,
      balance: balanceAfter,
      entrySeq: seq,
      headHash: entry.hash,
      lots,
      paymentEntries,
      effects: effect ? new Map(state.effects).set(effect.idempotencyKey, effect) : state.effects,
    },
  };
}

function effectOf(command: Exclude<Command, ClawbackCommand>, entry: Entry): Effect {
  return {
    accountId: entry.accountId,
    idempotencyKey: command.idempotencyKey,
    commandHash: hashCommand(command),
    answer: {
      seq: entry.seq,
      amount: toDecimal(entry.amount),
      balanceAfter: toDecimal(entry.balanceAfter),
    },
  };
}

/** Answers a known idempotency key as the first time, if it asks for the same thing. */
export function repeat(
  state: AccountState,
  command: Exclude<Command, ClawbackCommand>,
  known: Effect,
): Decision {
  if (!known.commandHash.equals(hashCommand(command))) {
    return refuse(
      state,
      "idempotency_mismatch",
      `The idempotency key "${command.idempotencyKey}" was already used for something else. Use a new key for a new request.`,
    );
  }
  const { seq, amount, balanceAfter } = known.answer;
  const outcome: Outcome = {
    status: "repeated",
    seq,
    amount: parseCredits(amount),
    balanceAfter: parseCredits(balanceAfter),
  };
  return { outcome, plan: undefined, next: state };
}

export function refuse(state: AccountState, code: Refused["code"], detail: string): Decision {
  return { outcome: { status: "refused", code, detail }, plan: undefined, next: state };
}
