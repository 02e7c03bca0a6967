import { type Credits, fromMicro } from "@/lib/shared/credits";
import type { DisputeStatus, RefundStatus } from "./payment-updates";
import type { DisputeRow } from "./purchase";

/** Refunds that returned money, or are about to. A failed or canceled one did not. */
export function countsAsRefunded(status: RefundStatus): boolean {
  return status === "succeeded" || status === "pending";
}

/** Of a dispute, what says whether the money is with the bank or the buyer. */
type DisputeMoney = Pick<DisputeRow, "status" | "withdrawnMinor" | "reinstatedMinor">;

/**
 * Whether a dispute holds the money. An inquiry (`warning_…`) moves none, and a won one returned
 * it. A prevented dispute never became one; where the bank was given the money at once (Visa's
 * Rapid Dispute Resolution), only its balance transactions tell.
 * https://docs.stripe.com/changelog/basil/2025-08-27/add-preventions-to-dispute
 */
export function holdsMoney({ status, withdrawnMinor, reinstatedMinor }: DisputeMoney): boolean {
  if (status === "prevented") return withdrawnMinor > reinstatedMinor;
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
 * What is known of a dispute after news of it. Each part goes one way, so that the news may come in
 * any order: the furthest status, the latest amount, the largest sums of what was withdrawn and
 * reinstated.
 * @returns `known` itself when the news changes nothing
 */
export function mergeDispute(known: DisputeRow | undefined, news: DisputeRow): DisputeRow {
  if (!known) return news;
  const amount = isLaterAmount(news, known) ? news : known;
  const merged: DisputeRow = {
    ...known,
    status: isLaterDisputeStatus(news.status, known.status) ? news.status : known.status,
    amountMinor: amount.amountMinor,
    currency: amount.currency,
    amountAsOf: amount.amountAsOf,
    withdrawnMinor: Math.max(news.withdrawnMinor, known.withdrawnMinor),
    reinstatedMinor: Math.max(news.reinstatedMinor, known.reinstatedMinor),
    respondBy: laterOf(news.respondBy, known.respondBy),
  };
  const isSame =
    amount === known &&
    merged.status === known.status &&
    merged.withdrawnMinor === known.withdrawnMinor &&
    merged.reinstatedMinor === known.reinstatedMinor &&
    merged.respondBy === known.respondBy;
  return isSame ? known : merged;
}

/** An appeal has a later deadline. @returns the date known already when the news is no later */
function laterOf(news: Date | null, known: Date | null): Date | null {
  return news && (!known || news > known) ? news : known;
}

/**
 * Stripe tells times in seconds. Of two amounts of one second the one with the later status counts,
 * and then the larger, so that there is one answer whichever came first.
 */
function isLaterAmount(news: DisputeRow, known: DisputeRow): boolean {
  const elapsedMs = news.amountAsOf.getTime() - known.amountAsOf.getTime();
  if (elapsedMs !== 0) return elapsedMs > 0;
  if (news.status !== known.status) return isLaterDisputeStatus(news.status, known.status);
  return news.amountMinor > known.amountMinor;
}

/**
 * I4: how many credits of a purchase are to be taken back in all, rounded in the buyer's favour.
 * @param credits what the purchase granted
 * @param paidMinor what was paid for it
 * @param reversedMinor what refunds and disputes reversed together; more than paid counts as paid
 */
export function clawbackTarget(
  credits: Credits,
  paidMinor: number,
  reversedMinor: number,
): Credits {
  if (paidMinor <= 0) return fromMicro(0n);
  const reversed = Math.min(reversedMinor, paidMinor);
  return fromMicro((credits * BigInt(reversed)) / BigInt(paidMinor));
}
