import { type Credits, fromMicro, minCredits, sumCredits } from "@/lib/shared/credits";
import type { Allocation, Entry, EntryKind, Lot } from "./state";

/** I3: by priority, then soonest expiry (never comes last), then oldest, then id. */
export function compareLots(a: Lot, b: Lot): number {
  return (
    a.priority - b.priority ||
    expiry(a) - expiry(b) ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function expiry(lot: Lot): number {
  return lot.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
}

export function isUsable(lot: Lot, at: Date): boolean {
  return lot.remaining > 0n && (lot.expiresAt === null || lot.expiresAt > at);
}

/** Takes up to `amount` from lots in the order given. What no lot covered is left over: debt. */
export function takeFromLots(
  lots: readonly Lot[],
  amount: Credits,
): { changed: Lot[]; allocations: Allocation[]; left: Credits } {
  const changed: Lot[] = [];
  const allocations: Allocation[] = [];
  let left = amount;
  for (const lot of lots) {
    if (left === 0n) break;
    const taken = minCredits(lot.remaining, left);
    if (taken === 0n) continue;
    left = fromMicro(left - taken);
    changed.push({ ...lot, remaining: fromMicro(lot.remaining - taken) });
    allocations.push({ grantId: lot.id, amount: taken });
  }
  return { changed, allocations, left };
}

/**
 * What clawbacks of a payment still hold of each lot, the last taken first: the order in which a
 * reversal gives back.
 * @param entries the payment's entries, oldest first
 */
export function clawedAllocations(entries: readonly Entry[]): Allocation[] {
  const stack: Allocation[] = [];
  for (const entry of entries) {
    if (takesBack(entry.kind)) stack.push(...entry.allocations);
    if (givesBack(entry.kind)) {
      for (const { grantId, amount } of entry.allocations) removeLast(stack, grantId, amount);
    }
  }
  return stack.reverse();
}

function removeLast(stack: Allocation[], grantId: string, amount: Credits): void {
  let left = amount;
  for (let index = stack.length - 1; index >= 0 && left > 0n; index -= 1) {
    const allocation = stack[index];
    if (allocation?.grantId !== grantId) continue;
    const removed = minCredits(allocation.amount, left);
    left = fromMicro(left - removed);
    if (removed === allocation.amount) stack.splice(index, 1);
    else stack[index] = { grantId, amount: fromMicro(allocation.amount - removed) };
  }
}

/** How much clawbacks of a payment hold in all, debt included. */
export function clawedTotal(entries: readonly Entry[]): Credits {
  return fromMicro(-sumCredits(entries.filter(isClawback).map((entry) => entry.amount)));
}

/** A grant or a spend may name a payment as its source, too: those are none of its clawbacks. */
function isClawback({ kind }: Entry): boolean {
  return takesBack(kind) || givesBack(kind);
}

function takesBack(kind: EntryKind): boolean {
  return kind === "refund" || kind === "dispute";
}

function givesBack(kind: EntryKind): boolean {
  return kind === "refund_reversal" || kind === "dispute_reversal";
}
