import { type Credits, fromMicro } from "@/lib/shared/credits";
import type { DisputeStatus, RefundStatus } from "./payment-updates";

/** Refunds that took, or are about to take, money back. A failed or canceled one gave it back. */
export function countsAsRefunded(status: RefundStatus): boolean {
  return status === "succeeded" || status === "pending";
}

/** Disputes that hold the money. An inquiry (`warning_…`) moves none; a won one returned it. */
export function countsAsDisputed(status: DisputeStatus): boolean {
  return (
    status === "needs_response" ||
    status === "under_review" ||
    status === "lost" ||
    status === "appeal_needs_response" ||
    status === "appeal_under_review"
  );
}

/**
 * Disputes that the bank still decides. An appeal is ours, against a decision for the buyer, and
 * when it is lost its status goes back to `lost`, which counts as old news here.
 */
export function isOpenDispute(status: DisputeStatus): boolean {
  return status === "needs_response" || status === "under_review";
}

// A refund can fail after it succeeded, and never the other way round. No two have the same place,
// or the first to come would win.
const REFUND_ORDER: Record<RefundStatus, number> = {
  requires_action: 0,
  pending: 1,
  succeeded: 2,
  canceled: 3,
  failed: 4,
};

// An inquiry can become a dispute; a lost dispute can be appealed, and won in the end.
const DISPUTE_ORDER: Record<DisputeStatus, number> = {
  warning_needs_response: 0,
  warning_under_review: 1,
  warning_closed: 2,
  needs_response: 3,
  under_review: 4,
  lost: 5,
  appeal_needs_response: 6,
  appeal_under_review: 7,
  prevented: 8,
  won: 9,
};

/** Whether a status is news. Events come in any order; an earlier status never wins. */
export function isLaterRefundStatus(next: RefundStatus, known: RefundStatus): boolean {
  return REFUND_ORDER[next] > REFUND_ORDER[known];
}

export function isLaterDisputeStatus(next: DisputeStatus, known: DisputeStatus): boolean {
  return DISPUTE_ORDER[next] > DISPUTE_ORDER[known];
}

/**
 * I4: how many credits of a purchase are to be taken back in all, rounded in the buyer's favour.
 * @param credits what the purchase granted
 * @param paidMinor what was paid for it
 * @param returnedMinor what refunds and disputes took back together; more than paid counts as paid
 */
export function clawbackTarget(
  credits: Credits,
  paidMinor: number,
  returnedMinor: number,
): Credits {
  if (paidMinor <= 0) return fromMicro(0n);
  const returned = Math.min(returnedMinor, paidMinor);
  return fromMicro((credits * BigInt(returned)) / BigInt(paidMinor));
}
