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

/** @throws Error for a status that this version doesn't know */
export function readDispute(dispute: Stripe.Dispute): DisputeUpdate {
  return {
    type: "dispute",
    disputeId: dispute.id,
    paymentIntentId: idOf(dispute.payment_intent),
    amountMinor: dispute.amount,
    currency: dispute.currency,
    status: statusOf(dispute),
    reason: dispute.reason,
    createdAt: new Date(dispute.created * 1000),
  };
}

/**
 * A prevented dispute never became one. Where the bank was given the money at once (Visa's Rapid
 * Dispute Resolution), the buyer has it back all the same, as after a lost one; only the dispute's
 * movements of money tell. https://docs.stripe.com/changelog/basil/2025-08-27/add-preventions-to-dispute
 */
function statusOf(dispute: Stripe.Dispute): DisputeStatus {
  const status = known<DisputeStatus>(disputeStatus.enumValues, dispute.status, "dispute");
  const moved = (dispute.balance_transactions ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return status === "prevented" && moved < 0 ? "lost" : status;
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
