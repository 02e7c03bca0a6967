import {
  type Credits,
  fromMicro,
  minCredits,
  sumCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import type { AccountRow, AccountState, Allocation, Lot } from "./state";

/** Lots as they are after a change, and how much it moved of each. */
export interface LotChange {
  readonly lots: readonly Lot[];
  readonly allocations: readonly Allocation[];
  /** What no lot took or gave. */
  readonly left: Credits;
}

/** I3: by priority, then soonest expiry (never comes last), then oldest, then id. */
export function compareLots(a: Lot, b: Lot): number {
  return (
    a.priority - b.priority ||
    compareExpiry(a, b) ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareExpiry(a: Lot, b: Lot): number {
  if (a.expiresAt === null || b.expiresAt === null) {
    return Number(a.expiresAt === null) - Number(b.expiresAt === null);
  }
  return a.expiresAt.getTime() - b.expiresAt.getTime();
}

export function hasExpired(lot: Lot, at: Date): boolean {
  return lot.expiresAt !== null && lot.expiresAt <= at;
}

/** What a spend or a new hold may take: neither what is held nor what has expired. */
export function availableOf(state: AccountState, at: Date): Credits {
  let expired: bigint = state.expiredElsewhere;
  for (const lot of state.lots) if (hasExpired(lot, at)) expired += lot.remaining;
  const free = state.balance - state.held - expired;
  return free > 0n ? fromMicro(free) : ZERO_CREDITS;
}

/** What an account owes. The next credit pays it first. */
export function debtOf({ balance }: AccountRow): Credits {
  return balance < 0n ? fromMicro(-balance) : ZERO_CREDITS;
}

/** Takes up to `amount` from lots in the order given. */
export function takeFromLots(lots: Iterable<Lot>, amount: Credits): LotChange {
  const changed: Lot[] = [];
  const allocations: Allocation[] = [];
  let left = amount;
  for (const lot of lots) {
    if (left === 0n) break;
    const taken = minCredits(lot.remaining, left);
    if (taken === 0n) continue;
    left = fromMicro(left - taken);
    changed.push({ ...lot, remaining: fromMicro(lot.remaining - taken) });
    allocations.push({ lotId: lot.id, amount: taken });
  }
  return { lots: changed, allocations, left };
}

/** Takes for use: in the order of use, from lots that haven't expired. */
export function takeFresh(state: AccountState, amount: Credits, at: Date): LotChange {
  return takeFromLots(
    state.lots.filter((lot) => !hasExpired(lot, at)),
    amount,
  );
}

/** Takes for a capture: what its hold kept from expiring first, then in the order of use. */
export function takeExpiredFirst(state: AccountState, amount: Credits, at: Date): LotChange {
  const [expired, fresh] = partition(state.lots, (lot) => hasExpired(lot, at));
  return takeFromLots([...expired, ...fresh], amount);
}

/** Takes back: from lots of `source` first, then in the order of use, from expired ones last. */
export function takeOwnFirst(
  state: AccountState,
  amount: Credits,
  at: Date,
  isOwn: (lot: Lot) => boolean,
): LotChange {
  const [expired, fresh] = partition(state.lots, (lot) => hasExpired(lot, at));
  const [own, others] = partition(fresh, isOwn);
  return takeFromLots([...own, ...others, ...expired], amount);
}

/** Gives up to `amount` back to the lots that it was taken from, in the order given. */
export function giveBack(
  state: AccountState,
  taken: readonly Allocation[],
  amount: Credits,
): LotChange {
  const lots = new Map<string, Lot>();
  const allocations: Allocation[] = [];
  let left = amount;
  for (const { lotId, amount: part } of taken) {
    if (left === 0n) break;
    const lot = lots.get(lotId) ?? state.lots.find(({ id }) => id === lotId);
    if (!lot) throw new Error(`lot ${lotId} of account ${state.id} wasn't loaded`);
    const returned = minCredits(part, left);
    left = fromMicro(left - returned);
    lots.set(lotId, { ...lot, remaining: fromMicro(lot.remaining + returned) });
    allocations.push({ lotId, amount: returned });
  }
  return { lots: [...lots.values()], allocations, left };
}

/**
 * What is still taken of each lot, the last taken first: the order in which it is given back.
 * @param moves what was taken (negative) and given back again (positive), oldest first
 */
export function stillTaken(
  moves: readonly { readonly amount: Credits; readonly allocations: readonly Allocation[] }[],
): Allocation[] {
  const stack: Allocation[] = [];
  for (const { amount, allocations } of moves) {
    if (amount < 0n) stack.push(...allocations);
    else for (const given of allocations) removeLast(stack, given);
  }
  return stack.reverse();
}

function removeLast(stack: Allocation[], { lotId, amount }: Allocation): void {
  let left = amount;
  for (let index = stack.length - 1; index >= 0 && left > 0n; index -= 1) {
    const allocation = stack[index];
    if (allocation?.lotId !== lotId) continue;
    const removed = minCredits(allocation.amount, left);
    left = fromMicro(left - removed);
    if (removed === allocation.amount) stack.splice(index, 1);
    else stack[index] = { lotId, amount: fromMicro(allocation.amount - removed) };
  }
}

/** The lots of a state with some changed or added, still in the order of use. */
export function withLots(lots: readonly Lot[], changed: readonly Lot[]): readonly Lot[] {
  let next = lots;
  for (const lot of changed) {
    const index = next.findIndex(({ id }) => id === lot.id);
    next = index < 0 ? insert(next, lot) : next.with(index, lot);
  }
  return next;
}

function insert(lots: readonly Lot[], lot: Lot): readonly Lot[] {
  const later = lots.findIndex((other) => compareLots(other, lot) > 0);
  return lots.toSpliced(later < 0 ? lots.length : later, 0, lot);
}

export function sumAllocations(allocations: readonly Allocation[]): Credits {
  return sumCredits(allocations.map(({ amount }) => amount));
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  const yes: Item[] = [];
  const no: Item[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
