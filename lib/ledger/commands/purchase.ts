import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";
import { creditLot } from "../credit-lot";
import { type Refused, refuse } from "../outcome";
import { decidePosting, LOT_PRIORITY, refusal } from "../post";
import { accountOf, type CommandBase, type CommandDefinition } from "./definition";
import { findAmountFault, findLifetimeFault } from "./faults";
import { secondsAfter } from "./hold";

/**
 * Adds the credits of a payment. A payment belongs to one purchase of one account: reported again
 * it is a replay, reported for another purchase or account it is refused (I4).
 */
export interface PurchaseCommand extends CommandBase {
  readonly kind: "purchase";
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly credits: Credits;
  /** How long they last from when they are added; undefined: for ever. */
  readonly expiresInSeconds?: number;
}

export const purchase: CommandDefinition<PurchaseCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: ({ accountId }) => [accountId],
  takerIds: () => [],
  key: ({ paymentId }) => `purchase:${paymentId}`,
  terms: ({ purchaseId, credits, expiresInSeconds = null }) => [
    purchaseId,
    credits,
    expiresInSeconds,
  ],
  names: ({ paymentId }) => [paymentId],
  findFault: ({ purchaseId, credits, expiresInSeconds }) =>
    isId(purchaseId)
      ? (findAmountFault(credits) ?? findLifetimeFault(expiresInSeconds))
      : "The purchase's id must be a UUID.",
  reads: ({ paymentId, purchaseId }) => ({ registration: { paymentId, purchaseId } }),
  takes: () => ZERO_CREDITS,
  mismatch: conflict,

  decide(book, command, context) {
    const { paymentId, purchaseId, accountId, expiresInSeconds } = command;
    const registered = book.registrations.some(
      (known) => known.paymentId === paymentId || known.purchaseId === purchaseId,
    );
    // The same payment of the same purchase would have been answered by its key.
    if (registered) return refusal(conflict(command));
    const state = accountOf(book, accountId);
    const source = { type: "payment", id: paymentId };
    const decision = decidePosting(
      state,
      {
        ...command,
        kind: "purchase",
        contra: "sales",
        source,
        key: context.key,
        commandDigest: context.digest,
        amount: command.credits,
        ...creditLot(state, context, command.credits, {
          kind: "paid",
          source,
          priority: LOT_PRIORITY.paid,
          expiresAt: expiresInSeconds ? secondsAfter(context.at, expiresInSeconds) : null,
        }),
      },
      context.at,
    );
    const registration = { paymentId, accountId, purchaseId };
    return { ...decision, plans: decision.plans.map((plan) => ({ ...plan, registration })) };
  },
};

function conflict({ paymentId, purchaseId }: PurchaseCommand): Refused {
  return refuse(
    "payment_conflict",
    `Payment ${paymentId} or purchase ${purchaseId} has been credited already, with another account, purchase or amount. Nothing was added.`,
  );
}
