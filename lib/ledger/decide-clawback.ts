import {
  type Credits,
  formatCredits,
  fromMicro,
  minCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import { clawedAllocations, clawedTotal, compareLots, takeFromLots } from "./allocate";
import type { ClawbackCommand } from "./commands";
import { type Circumstances, type Decision, LOT_PRIORITY, post, refuse } from "./post";
import type { AccountState, Allocation, Entry, Lot } from "./state";

/** Moves what a payment's clawbacks hold to the command's target: takes more, or gives back. */
export function decideClawback(
  state: AccountState,
  command: ClawbackCommand,
  given: Circumstances,
): Decision {
  const entries = state.paymentEntries.get(command.paymentId) ?? [];
  const purchase = entries.find((entry) => entry.kind === "purchase");
  if (!purchase) {
    return refuse(
      state,
      "invalid_command",
      "Credits of this payment were never added, so none can be taken back.",
    );
  }
  if (command.target < 0n || command.target > purchase.amount) {
    return refuse(
      state,
      "invalid_command",
      `Between 0 and ${formatCredits(purchase.amount)} credits of this payment can be taken back.`,
    );
  }
  const difference = fromMicro(command.target - clawedTotal(entries));
  if (difference === 0n) {
    const outcome = {
      status: "done",
      seq: undefined,
      amount: ZERO_CREDITS,
      balanceAfter: state.balance,
    } as const;
    return { outcome, plan: undefined, next: state };
  }
  return difference > 0n
    ? takeBack(state, command, given, difference)
    : giveBack(state, command, given, fromMicro(-difference), entries);
}

function takeBack(
  state: AccountState,
  command: ClawbackCommand,
  given: Circumstances,
  amount: Credits,
): Decision {
  const isOwn = (lot: Lot) => lot.sourceType === "payment" && lot.sourceId === command.paymentId;
  const open = [...state.lots.values()].sort(compareLots);
  const ownFirst = [...open.filter(isOwn), ...open.filter((lot) => !isOwn(lot))];
  const { changed, allocations } = takeFromLots(ownFirst, amount);
  return post(state, command, given, {
    kind: command.cause,
    counterAccount: command.cause === "dispute" ? "disputes" : "sales",
    source: { type: "payment", id: command.paymentId },
    amount: fromMicro(-amount),
    allocations,
    lots: changed,
  });
}

function giveBack(
  state: AccountState,
  command: ClawbackCommand,
  given: Circumstances,
  amount: Credits,
  entries: readonly Entry[],
): Decision {
  const debt = fromMicro(state.balance < 0n ? -state.balance : 0n);
  let left = fromMicro(amount - minCredits(debt, amount));
  const lots = new Map<string, Lot>();
  const allocations: Allocation[] = [];
  for (const taken of clawedAllocations(entries)) {
    if (left === 0n) break;
    const lot = lots.get(taken.grantId) ?? state.lots.get(taken.grantId);
    if (!lot) throw new Error(`lot ${taken.grantId} of payment ${command.paymentId} wasn't loaded`);
    const returned = minCredits(taken.amount, left);
    left = fromMicro(left - returned);
    lots.set(lot.id, { ...lot, remaining: fromMicro(lot.remaining + returned) });
    allocations.push({ grantId: lot.id, amount: returned });
  }
  const changed = [...lots.values()];
  if (left > 0n) {
    // The clawback had made debt, which another credit paid meanwhile: no lot was recorded for
    // that part, so it comes back as a lot of the same payment.
    changed.push({
      accountId: state.id,
      id: given.lotId,
      kind: "paid",
      granted: left,
      remaining: left,
      sourceType: "payment",
      sourceId: command.paymentId,
      priority: LOT_PRIORITY.paid,
      expiresAt: null,
      entrySeq: state.entrySeq + 1,
      createdAt: given.at,
    });
    allocations.push({ grantId: given.lotId, amount: left });
  }
  return post(state, command, given, {
    kind: `${command.cause}_reversal`,
    counterAccount: command.cause === "dispute" ? "disputes" : "sales",
    source: { type: "payment", id: command.paymentId },
    amount,
    allocations,
    lots: changed,
  });
}
