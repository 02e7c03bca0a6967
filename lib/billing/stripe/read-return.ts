import type Stripe from "stripe";
import { disputeStatus, refundStatus } from "@/db/schema";
import type { DisputeFact, DisputeStatus, RefundFact, RefundStatus } from "../facts";

/** @throws Error for a status that this version doesn't know: better asked again than misread */
export function readRefund(refund: Stripe.Refund): RefundFact {
  return {
    type: "refund",
    refundId: refund.id,
    amountMinor: refund.amount,
    status: known<RefundStatus>(refundStatus.enumValues, refund.status, "refund"),
    reason: refund.reason,
    createdAt: new Date(refund.created * 1000),
  };
}

/** @throws Error for a status that this version doesn't know */
export function readDispute(dispute: Stripe.Dispute): DisputeFact {
  return {
    type: "dispute",
    disputeId: dispute.id,
    amountMinor: dispute.amount,
    currency: dispute.currency,
    status: known<DisputeStatus>(disputeStatus.enumValues, dispute.status, "dispute"),
    reason: dispute.reason,
    createdAt: new Date(dispute.created * 1000),
  };
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
