import type { Command } from "@/lib/ledger/commands";
import { formatMoney } from "@/lib/shared/money";
import { paidMoney } from "@/lib/shared/paid-money";
import type { DisputeUpdate, RefundUpdate } from "./payment-updates";
import {
  type AppliedUpdate,
  type DisputeRow,
  isOfPayment,
  isPaid,
  type Purchase,
  type PurchaseRow,
  type RefundRow,
  unchanged,
  withRow,
} from "./purchase";
import {
  clawbackTarget,
  countsAsRefunded,
  holdsMoney,
  isLaterRefundStatus,
  isOpenDispute,
  mergeDispute,
} from "./reversal-rules";

/** A refund, or news of one. Kept as a set: which came first doesn't matter. */
export function applyRefund(purchase: Purchase, update: RefundUpdate, at: Date): AppliedUpdate {
  const known = purchase.refunds.get(update.refundId);
  if (known && !isLaterRefundStatus(update.status, known.status)) {
    return unchanged(purchase, "processed", "This state of the refund was known already.");
  }
  const refund: RefundRow = {
    accountId: purchase.row.accountId,
    purchaseId: purchase.row.id,
    id: update.refundId,
    paymentId: update.paymentIntentId,
    amountMinor: update.amountMinor,
    status: update.status,
    reason: update.reason ?? known?.reason ?? null,
    createdAt: update.createdAt,
  };
  const refunds = new Map(purchase.refunds).set(refund.id, refund);
  const { currency } = paidMoney(purchase.row);
  const money = formatMoney({ amountMinor: update.amountMinor, currency });
  const news = `Refund of ${money} is ${update.status.replaceAll("_", " ")}.`;
  return afterReversal(purchase, { ...purchase, refunds }, update, news, at);
}

/** A dispute, or news of one. */
export function applyDispute(purchase: Purchase, update: DisputeUpdate, at: Date): AppliedUpdate {
  const known = purchase.disputes.get(update.disputeId);
  const dispute: DisputeRow = mergeDispute(known, {
    accountId: purchase.row.accountId,
    purchaseId: purchase.row.id,
    id: update.disputeId,
    paymentId: update.paymentIntentId,
    amountMinor: update.amountMinor,
    currency: update.currency,
    amountAsOf: update.asOf ?? nowOf(known, update, at),
    withdrawnMinor: update.withdrawnMinor,
    reinstatedMinor: update.reinstatedMinor,
    respondBy: update.respondBy,
    status: update.status,
    reason: update.reason,
    createdAt: update.createdAt,
  });
  if (dispute === known) {
    return unchanged(purchase, "processed", "This state of the dispute was known already.");
  }
  const disputes = new Map(purchase.disputes).set(dispute.id, dispute);
  const what = dispute.status.startsWith("warning_") ? "An inquiry takes nothing" : "Dispute";
  const news = `${what}: ${dispute.status.replaceAll("_", " ")}.`;
  return afterReversal(purchase, { ...purchase, disputes }, update, news, at);
}

/** What Stripe says now comes after all that is known, whatever the clocks say. */
function nowOf(known: DisputeRow | undefined, update: DisputeUpdate, at: Date): Date {
  if (!known) return at;
  const isKnown = known.amountMinor === update.amountMinor && known.currency === update.currency;
  if (isKnown) return known.amountAsOf;
  return new Date(Math.max(at.getTime(), known.amountAsOf.getTime() + 1));
}

function afterReversal(
  before: Purchase,
  next: Purchase,
  { type: cause, paymentIntentId }: RefundUpdate | DisputeUpdate,
  news: string,
  at: Date,
): AppliedUpdate {
  const settled = settle(next, at);
  const { row } = settled;
  if (!isPaid(row)) {
    const reason = `${news} Kept until the payment itself is known.`;
    return { purchase: settled, result: { status: "processed", reason }, commands: [] };
  }
  if (!isOfPayment(row, paymentIntentId)) {
    const reason = `${news} It is of ${paymentIntentId}, which was not credited, so no credits are removed.`;
    return { purchase: settled, result: { status: "processed", reason }, commands: [] };
  }
  const isSame = reversedMinor(row) === reversedMinor(before.row);
  return {
    purchase: settled,
    result: { status: "processed", reason: news },
    commands: isSame ? [] : [clawback(row, cause)],
  };
}

/** Brings the sums and the status of a purchase in line with its refunds and disputes. */
export function settle(purchase: Purchase, at: Date): Purchase {
  const { row } = purchase;
  const paid = paidMoney(row);
  let refundedMinor = 0;
  for (const refund of purchase.refunds.values()) {
    if (!isOfPayment(row, refund.paymentId)) continue;
    if (countsAsRefunded(refund.status)) refundedMinor += refund.amountMinor;
  }
  let disputedMinor = 0;
  for (const dispute of purchase.disputes.values()) {
    if (!isOfPayment(row, dispute.paymentId) || !holdsMoney(dispute)) continue;
    // The bank may count in its own money. Then the amount says nothing, and all of it is held.
    disputedMinor += dispute.currency === paid.currency ? dispute.amountMinor : paid.amountMinor;
  }
  const sums = { refundedMinor, disputedMinor };
  if (!isPaid(row)) return withRow(purchase, sums, at);
  return withRow(purchase, { ...sums, ...paidStatus(purchase, refundedMinor) }, at);
}

function paidStatus(
  purchase: Purchase,
  refundedMinor: number,
): Pick<PurchaseRow, "status" | "statusReason"> {
  const disputes = [...purchase.disputes.values()].filter((dispute) =>
    isOfPayment(purchase.row, dispute.paymentId),
  );
  if (disputes.some((dispute) => isOpenDispute(dispute.status))) {
    return {
      status: "disputed",
      statusReason: "The bank has taken the payment back while a dispute is open.",
    };
  }
  if (disputes.some(holdsMoney)) {
    return {
      status: "dispute_lost",
      statusReason: "The dispute was decided for the buyer, who has the money back.",
    };
  }
  if (refundedMinor === 0) return { status: "completed", statusReason: null };
  const isWhole = refundedMinor >= paidMoney(purchase.row).amountMinor;
  return { status: isWhole ? "refunded" : "partially_refunded", statusReason: null };
}

/** What refunds and disputes already said about a payment that is only credited now. */
export function clawbacks(row: PurchaseRow): Command[] {
  const commands: Command[] = [];
  if (row.refundedMinor > 0) commands.push(clawback({ ...row, disputedMinor: 0 }, "refund"));
  if (row.disputedMinor > 0) commands.push(clawback(row, "dispute"));
  return commands;
}

function clawback(row: PurchaseRow, cause: "refund" | "dispute"): Command {
  return {
    kind: "clawback",
    accountId: row.accountId,
    cause,
    paymentId: row.paymentId ?? "",
    target: clawbackTarget(row.credits, paidMoney(row).amountMinor, reversedMinor(row)),
    actor: "stripe",
    reason: `${cause === "refund" ? "Refund" : "Dispute"} of ${row.packName}`,
    metadata: { purchase_id: row.id },
  };
}

function reversedMinor(row: PurchaseRow): number {
  return row.refundedMinor + row.disputedMinor;
}
