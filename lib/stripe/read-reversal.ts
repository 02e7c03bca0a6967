import type Stripe from "stripe";
import { disputeStatus, refundStatus } from "@/db/schema";
import type {
  DisputeStatus,
  DisputeUpdate,
  RefundStatus,
  RefundUpdate,
} from "@/lib/purchases/payment-updates";
import { idOf } from "./read-session";

/** @throws Error for a status that this version doesn't know: better asked again than misread */
export function readRefund(refund: Stripe.Refund): RefundUpdate {
  return {
    type: "refund",
    refundId: refund.id,
    paymentIntentId: idOf(refund.payment_intent),
    amountMinor: refund.amount,
    status: known<RefundStatus>(refundStatus.enumValues, refund.status, "refund"),
    reason: refund.reason,
    createdAt: new Date(refund.created * 1000),
  };
}

/**
 * @param asOf when Stripe said it; null for what it says now
 * @throws Error for a status that this version doesn't know
 */
export function readDispute(dispute: Stripe.Dispute, asOf: Date | null = null): DisputeUpdate {
  const amounts = (dispute.balance_transactions ?? []).map(({ amount }) => amount);
  return {
    type: "dispute",
    disputeId: dispute.id,
    paymentIntentId: idOf(dispute.payment_intent),
    amountMinor: dispute.amount,
    currency: dispute.currency,
    status: known<DisputeStatus>(disputeStatus.enumValues, dispute.status, "dispute"),
    withdrawnMinor: sum(amounts.filter((amount) => amount < 0).map(Math.abs)),
    reinstatedMinor: sum(amounts.filter((amount) => amount > 0)),
    respondBy: readDueDate(dispute.evidence_details?.due_by),
    reason: dispute.reason,
    createdAt: new Date(dispute.created * 1000),
    asOf,
  };
}

/** Stripe says 0 where the bank takes no answer. */
function readDueDate(seconds: number | null | undefined): Date | null {
  return seconds ? new Date(seconds * 1000) : null;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function known<Status extends string>(
  statuses: readonly Status[],
  status: string | null,
  what: string,
): Status {
  const found = statuses.find((candidate) => candidate === status);
  if (!found) throw new Error(`Stripe spoke of a ${what} status that isn't known here: ${status}`);
  return found;
}
