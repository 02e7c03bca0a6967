import {
  formatCredits,
  fromMicro,
  minCredits,
  sumCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import { compareLots, isUsable, takeFromLots } from "./allocate";
import type { Posting } from "./check-posting";
import type { Command, GrantCommand, PurchaseCommand, SpendCommand } from "./commands";
import { decideClawback } from "./decide-clawback";
import { type Circumstances, type Decision, LOT_PRIORITY, post, refuse, repeat } from "./post";
import type { AccountState, Lot } from "./state";

/**
 * Decides one command. Pure: reads nothing, changes nothing, and does all of it or none.
 * @param command one in which `findFault` found none
 * @throws Error when the decision itself would break an invariant: a mistake in this folder
 */
export function decide(state: AccountState, command: Command, given: Circumstances): Decision {
  if (command.kind === "clawback") return decideClawback(state, command, given);
  const known = state.effects.get(command.idempotencyKey);
  if (known) return repeat(state, command, known);
  switch (command.kind) {
    case "purchase":
      return decidePurchase(state, command, given);
    case "grant":
      return decideGrant(state, command, given);
    case "spend":
      return decideSpend(state, command, given);
  }
}

function decidePurchase(
  state: AccountState,
  command: PurchaseCommand,
  given: Circumstances,
): Decision {
  const posted = state.paymentEntries
    .get(command.paymentId)
    ?.find((entry) => entry.kind === "purchase");
  if (posted) {
    // I4: another event or page reported this payment first, under another key.
    const { seq, amount, balanceAfter } = posted;
    return {
      outcome: { status: "repeated", seq, amount, balanceAfter },
      plan: undefined,
      next: state,
    };
  }
  return credit(state, command, given, {
    kind: "purchase",
    counterAccount: "sales",
    source: { type: "payment", id: command.paymentId },
    lot: { kind: "paid", priority: LOT_PRIORITY.paid, expiresAt: null },
  });
}

function decideGrant(state: AccountState, command: GrantCommand, given: Circumstances): Decision {
  if (command.expiresAt && command.expiresAt <= given.at) {
    return refuse(state, "invalid_command", "The credits would have expired already.");
  }
  return credit(state, command, given, {
    kind: "grant",
    counterAccount: "promotions",
    source: command.source,
    lot: {
      kind: "promotional",
      priority: command.priority ?? LOT_PRIORITY.promotional,
      expiresAt: command.expiresAt ?? null,
    },
  });
}

function credit(
  state: AccountState,
  command: PurchaseCommand | GrantCommand,
  given: Circumstances,
  how: Pick<Posting, "kind" | "counterAccount" | "source"> & {
    lot: Pick<Lot, "kind" | "priority" | "expiresAt">;
  },
): Decision {
  // Debt is paid first: only what is beyond it remains to be used (I3).
  const debt = fromMicro(state.balance < 0n ? -state.balance : 0n);
  const remaining = fromMicro(command.credits - minCredits(debt, command.credits));
  const lot: Lot = {
    ...how.lot,
    accountId: state.id,
    id: given.lotId,
    granted: command.credits,
    remaining,
    sourceType: how.source.type,
    sourceId: how.source.id,
    entrySeq: state.entrySeq + 1,
    createdAt: given.at,
  };
  return post(state, command, given, {
    kind: how.kind,
    counterAccount: how.counterAccount,
    source: how.source,
    amount: command.credits,
    allocations: remaining > 0n ? [{ grantId: lot.id, amount: remaining }] : [],
    lots: [lot],
  });
}

function decideSpend(state: AccountState, command: SpendCommand, given: Circumstances): Decision {
  if (state.balance < 0n) {
    const owed = formatCredits(fromMicro(-state.balance));
    return refuse(
      state,
      "in_debt",
      `This account owes ${owed} credits. The next purchase pays them first; then credits can be spent again.`,
    );
  }
  const usable = [...state.lots.values()]
    .filter((lot) => isUsable(lot, given.at))
    .sort(compareLots);
  const available = fromMicro(sumCredits(usable.map((lot) => lot.remaining)) - state.held);
  if (available < command.credits) {
    return refuse(
      state,
      "insufficient_credits",
      `${formatCredits(command.credits)} credits are needed, and ${formatCredits(available < 0n ? ZERO_CREDITS : available)} are available. Buy a pack, or ask for fewer.`,
    );
  }
  const { changed, allocations } = takeFromLots(usable, command.credits);
  return post(state, command, given, {
    kind: "spend",
    counterAccount: "usage",
    source: command.source,
    amount: fromMicro(-command.credits),
    allocations,
    lots: changed,
  });
}
