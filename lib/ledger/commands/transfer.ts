import {
  type Credits,
  formatCredits,
  fromMicro,
  minCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import { debtOf, takeFresh } from "../allocate";
import { type LotTerms, newLot } from "../credit-lot";
import { answerOf, type Refused, refuse } from "../outcome";
import { type DecisionContext, LOT_PRIORITY, post, refusal } from "../post";
import type { AccountState, Allocation, Lot } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault, findTermsFault } from "./faults";
import { refuseUnavailable } from "./spend";

/**
 * Moves available credits to another account: two entries that sum to zero, under one key. Credits
 * keep the terms of the lots that they came from, unless new terms are told. A clawback of the
 * payment that they came of takes from the payer all the same.
 */
export interface TransferCommand extends KeyedCommand {
  readonly kind: "transfer";
  /** `accountId` pays. */
  readonly toAccountId: string;
  readonly credits: Credits;
  /** Takes what was paid for and no promotional credits. */
  readonly paidOnly?: true;
  /** New terms: the credits arrive as one promotional lot. */
  readonly terms?: { readonly priority?: number; readonly expiresAt?: Date };
}

export const transfer: CommandDefinition<TransferCommand> = {
  accountIds: ({ accountId, toAccountId }) => [accountId, toAccountId],
  newAccountIds: ({ toAccountId }) => [toAccountId],
  takerIds: ({ accountId }) => [accountId],
  key: clientKey,
  terms: ({ toAccountId, credits, paidOnly = false, terms = null }) => [
    toAccountId,
    credits,
    paidOnly,
    terms && [terms.priority ?? null, terms.expiresAt ?? null],
  ],
  names: ({ idempotencyKey }) => [idempotencyKey],
  findFault: ({ accountId, toAccountId, credits, terms = {} }) =>
    accountId === toAccountId
      ? "Credits can't be transferred to the account that they come from."
      : (findAmountFault(credits) ?? findTermsFault(terms)),
  reads: () => ({}),
  takes({ accountId, credits, paidOnly }, state) {
    if (state.id !== accountId) return ZERO_CREDITS;
    // Paid lots are used late: all lots are loaded, so that those are among them.
    return paidOnly && state.balance > credits ? state.balance : credits;
  },

  decide(book, command, context) {
    const [payer, payee] = [command.accountId, command.toAccountId].map((id) =>
      accountOf(book, id),
    );
    if (!payer || !payee) throw new Error("a transfer has two accounts");
    const refused = refuseUnavailable(payer, command.credits, context.at);
    if (refused) return refusal(refused);
    const usable = command.paidOnly ? withPaidLots(payer) : payer;
    const taken = takeFresh(usable, command.credits, context.at);
    if (taken.left > 0n) return refusal(refuseUnpaid(command.credits, taken.left));
    const shared = {
      ...command,
      kind: "transfer",
      contra: "transfers",
      key: context.key,
      commandDigest: context.digest,
    } as const;
    const paid = post(
      payer,
      {
        ...shared,
        source: { type: "account", id: payee.id },
        amount: fromMicro(-command.credits),
        lots: taken.lots,
        allocations: taken.allocations,
      },
      context.at,
    );
    if ("status" in paid) return refusal(paid);
    const arriving = arrivingLots(command, payer, taken.allocations);
    const received = post(
      payee,
      {
        ...shared,
        source: { type: "account", id: payer.id },
        amount: command.credits,
        ...makeLots(payee, context, arriving),
      },
      context.at,
    );
    if ("status" in received) return refusal(received);
    return {
      outcome: answerOf(paid.entry),
      plans: [paid.plan, received.plan],
      states: [paid.state, received.state],
    };
  },
};

function withPaidLots(state: AccountState): AccountState {
  return { ...state, lots: state.lots.filter(({ kind }) => kind === "paid") };
}

function refuseUnpaid(credits: Credits, missing: Credits): Refused {
  const paid = formatCredits(fromMicro(credits - missing));
  return refuse(
    "insufficient_credits",
    `${formatCredits(credits)} credits are needed, and ${paid} of those available were paid for. Credits that were given away stay on their account.`,
  );
}

interface Arriving {
  readonly terms: LotTerms;
  readonly credits: Credits;
}

/** What arrives, in the order of use: as one lot of new terms, or as the lots that it left. */
function arrivingLots(
  { terms, credits }: TransferCommand,
  payer: AccountState,
  taken: readonly Allocation[],
): Arriving[] {
  const source = { type: "account", id: payer.id };
  if (terms) {
    const { priority = LOT_PRIORITY.promotional, expiresAt = null } = terms;
    return [{ credits, terms: { kind: "promotional", source, priority, expiresAt } }];
  }
  const byTerms = new Map<string, Arriving>();
  for (const { lotId, amount } of taken) {
    const lot = payer.lots.find(({ id }) => id === lotId);
    if (!lot) throw new Error(`lot ${lotId} of account ${payer.id} wasn't loaded`);
    const { kind, priority, expiresAt } = lot;
    const name = JSON.stringify([kind, priority, expiresAt]);
    const sum = fromMicro((byTerms.get(name)?.credits ?? 0n) + amount);
    byTerms.set(name, { credits: sum, terms: { kind, source, priority, expiresAt } });
  }
  return [...byTerms.values()];
}

/** Debt is paid first, from what would be used first. */
function makeLots(payee: AccountState, context: DecisionContext, arriving: readonly Arriving[]) {
  let owed = debtOf(payee);
  const lots: Lot[] = [];
  for (const { terms, credits } of arriving) {
    const pays = minCredits(owed, credits);
    owed = fromMicro(owed - pays);
    const left = fromMicro(credits - pays);
    if (left > 0n) lots.push(newLot(payee, context, terms, { granted: left, remaining: left }));
  }
  return { lots, allocations: lots.map(({ id, remaining }) => ({ lotId: id, amount: remaining })) };
}
