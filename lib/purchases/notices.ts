import type { NewJob } from "@/lib/queue/enqueue";
import type { JobData } from "@/lib/queue/queues";
import { type DisputeRow, isOfPayment, isPaid, type Purchase } from "./purchase";
import { countsAsRefunded, holdsMoney } from "./reversal-rules";

type News = JobData<"purchase-notice">["news"];

/**
 * What the customer is told about a change of a purchase: one notice for each refund, dispute or
 * failure that is new. Both states were read under one lock, so a change is told once, however
 * often and in whatever order Stripe reports it. The receipt of a payment is not part of this.
 * @param before undefined when the purchase was not known
 */
export function noticesFor(before: Purchase | undefined, after: Purchase): NewJob[] {
  if (before === after || before === undefined) return [];
  return [
    ...refundNews(before, after),
    ...disputeNews(before, after),
    ...statusNews(before, after),
  ];
}

function refundNews(before: Purchase, after: Purchase): NewJob[] {
  return [...after.refunds.values()].flatMap(({ id, paymentId, status, amountMinor }) => {
    if (!isPaid(after.row) || !isOfPayment(after.row, paymentId)) return [];
    // A refund that came before the payment itself is news once the payment is known.
    const known = isPaid(before.row) ? before.refunds.get(id) : undefined;
    const counted = known !== undefined && countsAsRefunded(known.status);
    const counts = countsAsRefunded(status);
    if (counts === counted) return [];
    return [notice(after, counts ? "refunded" : "refund_failed", id, amountMinor)];
  });
}

function disputeNews(before: Purchase, after: Purchase): NewJob[] {
  return [...after.disputes.values()].flatMap((dispute) => {
    const { id, paymentId, status, amountMinor } = dispute;
    if (!isPaid(after.row) || !isOfPayment(after.row, paymentId)) return [];
    const known = isPaid(before.row) ? before.disputes.get(id) : undefined;
    const wasHeld = known !== undefined && holdsMoney(known);
    if (status === known?.status && holdsMoney(dispute) === wasHeld) return [];
    const news = describeDispute(wasHeld, dispute);
    return news ? [notice(after, news, id, amountMinor)] : [];
  });
}

/** @param wasHeld whether the dispute held the money before */
function describeDispute(wasHeld: boolean, dispute: DisputeRow): News | undefined {
  const { status } = dispute;
  if (status === "lost" || (status === "prevented" && holdsMoney(dispute))) return "dispute_lost";
  if (status === "won") return wasHeld ? "dispute_won" : undefined;
  return holdsMoney(dispute) && !wasHeld ? "dispute_opened" : undefined;
}

function statusNews(before: Purchase, after: Purchase): NewJob[] {
  const { row } = after;
  if (row.status === before.row.status) return [];
  // A checkout that was left open is no news; a bank debit that was on its way and failed is.
  if (row.status === "failed") return [notice(after, "payment_failed", row.id, row.amountMinor)];
  if (row.status === "in_review") return [notice(after, "under_review", row.id, row.amountMinor)];
  return [];
}

function notice({ row }: Purchase, news: News, subject: string, amountMinor: number): NewJob {
  return {
    queue: "purchase-notice",
    data: { accountId: row.accountId, purchaseId: row.id, news, subject, amountMinor },
  };
}
