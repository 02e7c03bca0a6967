import { type Credits, fromMicro, MAX_CREDITS, ZERO_CREDITS } from "@/lib/shared/credits";
import { withLots } from "./allocate";
import { assertPosting, lotChangeOf } from "./check-posting";
import { hashEntry } from "./hash";
import { answerOf, type Outcome, type Refused, refuse } from "./outcome";
import type {
  AccountState,
  Allocation,
  ContraAccount,
  Entry,
  EntryKind,
  Hold,
  Lot,
  Registration,
  Source,
} from "./state";

/** What a decision writes: one entry, and the lots and the hold that it changes. */
export interface Posting {
  readonly kind: EntryKind;
  readonly contra: ContraAccount;
  readonly source: Source;
  readonly key: string;
  readonly commandDigest: string | null;
  readonly actor: string;
  readonly reason: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly amount: Credits;
  readonly heldDelta?: Credits;
  readonly shortfall?: Credits;
  readonly absorbed?: Credits;
  readonly reverses?: number;
  readonly allocations?: readonly Allocation[];
  /** Lots as they are afterwards: changed ones and new ones. */
  readonly lots?: readonly Lot[];
  /** The hold that it places or ends, as it is afterwards. */
  readonly hold?: Hold;
}

/** The rows that carry a decision out. */
export interface Plan {
  /** None where a hold is extended: that changes its row only. */
  readonly entry: Entry | undefined;
  readonly lots: readonly Lot[];
  readonly hold: Hold | undefined;
  readonly registration?: Registration;
}

export interface Posted {
  readonly state: AccountState;
  readonly entry: Entry;
  readonly plan: Plan;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly plans: readonly Plan[];
  /** The accounts that it changes, as they are afterwards. */
  readonly states: readonly AccountState[];
}

/** What a decision takes from the outside world, so that the same input always decides the same. */
export interface DecisionContext {
  /** The database's time after the lock, never before the account's last entry. */
  readonly at: Date;
  /** Ids for the lots and holds that it makes. */
  readonly newId: () => string;
  /** The command's key as stored on its entry, and the digest of what it asks for. */
  readonly key: string;
  readonly digest: string | null;
}

/** Kinds whose source is the payment that they credit or take back. */
export const PAYMENT_KINDS: readonly EntryKind[] = [
  "purchase",
  "refund",
  "refund_reversal",
  "dispute",
  "dispute_reversal",
];

/** Lots of lower priority are used first: what was given away goes before what was paid for. */
export const LOT_PRIORITY = { paid: 100, promotional: 50 } as const;

/**
 * Turns a posting into the rows to write and the state after them.
 * @returns a refusal when the balance would not fit its column: the database would refuse the
 * whole batch
 */
export function post(state: AccountState, posting: Posting, at: Date): Posted | Refused {
  const balanceAfter = fromMicro(state.balance + posting.amount);
  if (balanceAfter > MAX_CREDITS || balanceAfter < -MAX_CREDITS) {
    return refuse("invalid_command", "The balance would be more than an account can hold.");
  }
  assertPosting(state, posting);
  const { lots = [], hold, metadata = {} } = posting;
  const seq = state.entrySeq + 1;
  // Its hash is filled in below: a copy with one more field costs more than all else here.
  const entry: Entry & { hash: string } = {
    accountId: state.id,
    seq,
    key: posting.key,
    commandDigest: posting.commandDigest,
    kind: posting.kind,
    amount: posting.amount,
    heldDelta: posting.heldDelta ?? ZERO_CREDITS,
    balanceAfter,
    heldAfter: fromMicro(state.held + (posting.heldDelta ?? 0n)),
    contra: posting.contra,
    shortfall: posting.shortfall ?? ZERO_CREDITS,
    absorbed: posting.absorbed ?? ZERO_CREDITS,
    holdId: hold?.id ?? null,
    reverses: posting.reverses ?? null,
    sourceType: posting.source.type,
    sourceId: posting.source.id,
    actor: posting.actor,
    reason: posting.reason,
    metadata,
    allocations: posting.allocations ?? [],
    createdAt: at,
    hash: "",
  };
  const made = lots.filter((lot) => lot.entrySeq === seq);
  entry.hash = hashEntry(state.headHash, entry, made);
  return { state: stateAfter(state, entry, lots, hold), entry, plan: { entry, lots, hold } };
}

/** A decision that is one posting, answered by its entry. */
export function decidePosting(state: AccountState, posting: Posting, at: Date): Decision {
  const posted = post(state, posting, at);
  if ("status" in posted) return refusal(posted);
  return { outcome: answerOf(posted.entry), plans: [posted.plan], states: [posted.state] };
}

export function refusal(refused: Refused): Decision {
  return { outcome: refused, plans: [], states: [] };
}

function stateAfter(
  state: AccountState,
  entry: Entry,
  lots: readonly Lot[],
  hold: Hold | undefined,
): AccountState {
  return {
    ...state,
    balance: entry.balanceAfter,
    held: entry.heldAfter,
    lotSum: fromMicro(state.lotSum + lotChangeOf(state, lots)),
    entrySeq: entry.seq,
    headHash: entry.hash,
    updatedAt: entry.createdAt,
    nextExpiryAt: nextExpiryAfter(state, lots, hold),
    lots: withLots(state.lots, lots),
    holds: hold ? new Map(state.holds).set(hold.id, hold) : state.holds,
    paymentEntries: PAYMENT_KINDS.includes(entry.kind)
      ? withEntry(state.paymentEntries, entry.sourceId, entry)
      : state.paymentEntries,
    reversals: withEntry(state.reversals, entry.reverses ?? entry.seq, entry),
  };
}

function nextExpiryAfter(
  { nextExpiryAt }: AccountState,
  lots: readonly Lot[],
  hold: Hold | undefined,
): Date | null {
  const dates = hold?.state === "open" ? [nextExpiryAt, hold.expiresAt] : [nextExpiryAt];
  for (const { remaining, expiresAt } of lots) if (remaining > 0n) dates.push(expiresAt);
  return earliest(dates);
}

/** Adds an entry to those that were loaded under a name; names that weren't loaded stay out. */
function withEntry<Name>(
  entries: ReadonlyMap<Name, readonly Entry[]>,
  name: Name,
  entry: Entry,
): ReadonlyMap<Name, readonly Entry[]> {
  const known = entries.get(name);
  return known ? new Map(entries).set(name, [...known, entry]) : entries;
}

export function earliest(dates: readonly (Date | null)[]): Date | null {
  let first: Date | null = null;
  for (const date of dates) if (date !== null && (first === null || date < first)) first = date;
  return first;
}
