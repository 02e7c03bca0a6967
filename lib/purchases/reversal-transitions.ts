import type { Command } from "@/lib/ledger/commands";
import { formatMoney } from "@/lib/shared/money";
import type { DisputeFact, RefundFact } from "./payment-updates";
import {
  currencyOf,
  type DisputeRow,
  isOfPayment,
  isPaid,
  type Observed,
  type Order,
  type PurchaseRow,
  type RefundRow,
  unchanged,
  withRow,
} from "./purchase";
import {
  clawbackTarget,
  countsAsDisputed,
  countsAsRefunded,
  isLaterDisputeStatus,
  isLaterRefundStatus,
  isOpenDispute,
} from "./reversal-rules";

/** A refund, or news of one. Kept as a set: which came first doesn't matter. */
export function observeRefund(order: Order, fact: RefundFact, at: Date): Observed {
  const known = order.refunds.get(fact.refundId);
  if (known && !isLaterRefundStatus(fact.status, known.status)) {
    return unchanged(order, "processed", "This state of the refund was known already.");
  }
  const refund: RefundRow = {
    accountId: order.row.accountId,
    purchaseId: order.row.id,
    id: fact.refundId,
    paymentId: fact.paymentIntentId,
    amountMinor: fact.amountMinor,
    status: fact.status,
    reason: fact.reason ?? known?.reason ?? null,
    createdAt: fact.createdAt,
  };
  const refunds = new Map(order.refunds).set(refund.id, refund);
  const money = formatMoney({ amountMinor: fact.amountMinor, currency: currencyOf(order.row) });
  const news = `Refund of ${money} is ${fact.status.replaceAll("_", " ")}.`;
  return afterReturn(order, { ...order, refunds }, fact, news, at);
}

/** A dispute, or news of one. */
export function observeDispute(order: Order, fact: DisputeFact, at: Date): Observed {
  const known = order.disputes.get(fact.disputeId);
  if (known && !isLaterDisputeStatus(fact.status, known.status)) {
    return unchanged(order, "processed", "This state of the dispute was known already.");
  }
  const dispute: DisputeRow = {
    accountId: order.row.accountId,
    purchaseId: order.row.id,
    id: fact.disputeId,
    paymentId: fact.paymentIntentId,
    amountMinor: fact.amountMinor,
    currency: fact.currency,
    status: fact.status,
    reason: fact.reason,
    createdAt: fact.createdAt,
  };
  const disputes = new Map(order.disputes).set(dispute.id, dispute);
  const what = fact.status.startsWith("warning_") ? "An inquiry takes nothing" : "Dispute";
  const news = `${what}: ${fact.status.replaceAll("_", " ")}.`;
  return afterReturn(order, { ...order, disputes }, fact, news, at);
}

function afterReturn(
  before: Order,
  next: Order,
  { type: cause, paymentIntentId }: RefundFact | DisputeFact,
  news: string,
  at: Date,
): Observed {
  const settled = settle(next, at);
  const { row } = settled;
  if (!isPaid(row)) {
    const reason = `${news} Kept until the payment itself is known.`;
    return { order: settled, verdict: { status: "processed", reason }, commands: [] };
  }
  if (!isOfPayment(row, paymentIntentId)) {
    const reason = `${news} It is of ${paymentIntentId}, which wasn't credited, so nothing is taken back.`;
    return { order: settled, verdict: { status: "processed", reason }, commands: [] };
  }
  const returned = row.refundedMinor + row.disputedMinor;
  const command =
    returned === before.row.refundedMinor + before.row.disputedMinor ? [] : [clawback(row, cause)];
  return { order: settled, verdict: { status: "processed", reason: news }, commands: command };
}

/** Brings the sums and the status of an order in line with its refunds and disputes. */
export function settle(order: Order, at: Date): Order {
  const { row } = order;
  let refundedMinor = 0;
  for (const refund of order.refunds.values()) {
    if (!isOfPayment(row, refund.paymentId)) continue;
    if (countsAsRefunded(refund.status)) refundedMinor += refund.amountMinor;
  }
  let disputedMinor = 0;
  for (const dispute of order.disputes.values()) {
    if (!isOfPayment(row, dispute.paymentId) || !countsAsDisputed(dispute.status)) continue;
    // The bank may count in its own money. Then the amount says nothing, and all of it is held.
    disputedMinor +=
      dispute.currency === currencyOf(row)
        ? dispute.amountMinor
        : (row.paidMinor ?? row.amountMinor);
  }
  const sums = { refundedMinor, disputedMinor };
  if (!isPaid(row)) return withRow(order, sums, at);
  return withRow(order, { ...sums, ...paidStatus(order, refundedMinor) }, at);
}

function paidStatus(
  order: Order,
  refundedMinor: number,
): Pick<PurchaseRow, "status" | "statusReason"> {
  const disputes = [...order.disputes.values()].filter((dispute) =>
    isOfPayment(order.row, dispute.paymentId),
  );
  if (disputes.some((dispute) => isOpenDispute(dispute.status))) {
    return {
      status: "disputed",
      statusReason: "The bank has taken the payment back while a dispute is open.",
    };
  }
  if (disputes.some((dispute) => countsAsDisputed(dispute.status))) {
    return {
      status: "dispute_lost",
      statusReason: "The dispute was decided for the buyer, who has the money back.",
    };
  }
  if (refundedMinor === 0) return { status: "completed", statusReason: null };
  const whole = refundedMinor >= (order.row.paidMinor ?? 0);
  return { status: whole ? "refunded" : "partially_refunded", statusReason: null };
}

/** What refunds and disputes already said about a payment that is only credited now. */
export function clawbacks(row: PurchaseRow): Command[] {
  const commands: Command[] = [];
  if (row.refundedMinor > 0) commands.push(clawback({ ...row, disputedMinor: 0 }, "refund"));
  if (row.disputedMinor > 0) commands.push(clawback(row, "dispute"));
  return commands;
}

function clawback(row: PurchaseRow, cause: "refund" | "dispute"): Command {
  const returnedMinor = row.refundedMinor + row.disputedMinor;
  return {
    kind: "clawback",
    accountId: row.accountId,
    cause,
    paymentId: row.paymentId ?? "",
    target: clawbackTarget(row.credits, row.paidMinor ?? 0, returnedMinor),
    actor: "stripe",
    reason: `${cause === "refund" ? "Refund" : "Dispute"} of ${row.packName}`,
    metadata: { purchase_id: row.id },
  };
}
