import type { paymentDisputes, paymentRefunds, purchases } from "@/db/schema";
import { formatCredits } from "@/lib/credits";
import type { Command } from "@/lib/ledger/commands";
import { formatMoney } from "@/lib/money";
import type { ChargeFact, DisputeFact, Fact, RefundFact, SessionFact } from "./facts";
import {
  clawbackTarget,
  countsAsDisputed,
  countsAsRefunded,
  isLaterDisputeStatus,
  isLaterRefundStatus,
  isOpenDispute,
} from "./settle";

export type PurchaseRow = typeof purchases.$inferSelect;
export type RefundRow = typeof paymentRefunds.$inferSelect;
export type DisputeRow = typeof paymentDisputes.$inferSelect;

/** An order with all that is known of its payment. `observe` returns the next, changing none. */
export interface Order {
  readonly row: PurchaseRow;
  readonly refunds: ReadonlyMap<string, RefundRow>;
  readonly disputes: ReadonlyMap<string, DisputeRow>;
  readonly personDeleted: boolean;
  readonly packActive: boolean;
}

/** What became of a fact. The sentence is logged, stored with the event, and shown to admins. */
export interface Verdict {
  readonly status: "processed" | "ignored" | "mismatch";
  readonly reason: string;
}

export interface Observed {
  readonly order: Order;
  readonly verdict: Verdict;
  /** For the ledger, in this order. */
  readonly commands: readonly Command[];
}

/**
 * Decides what a fact changes about an order. Pure, and the order of facts doesn't matter:
 * refunds and disputes are kept as sets, and credits follow from the sets.
 */
export function observe(order: Order, fact: Fact, at: Date): Observed {
  switch (fact.type) {
    case "session":
      return observeSession(order, fact, at);
    case "charge":
      return observeCharge(order, fact, at);
    case "refund":
      return observeRefund(order, fact, at);
    case "dispute":
      return observeDispute(order, fact, at);
  }
}

export function isPaid(row: PurchaseRow): boolean {
  return row.completedAt !== null;
}

function observeSession(order: Order, fact: SessionFact, at: Date): Observed {
  const { row } = order;
  const free = fact.paymentStatus === "no_payment_required";
  if (fact.paymentStatus === "paid" || free) {
    const paymentId = fact.paymentIntentId ?? fact.sessionId;
    if (isPaid(row) && row.paymentId === paymentId) {
      return unchanged(order, "processed", "These credits were added already.");
    }
    const fault = findMismatch(order, fact, paymentId);
    return fault ? refuse(order, fault, at) : complete(order, fact, paymentId, at);
  }
  if (isPaid(row)) return unchanged(order, "processed", "Older news: the order is paid already.");
  if (fact.asyncFailed) {
    return ended(order, "failed", "The bank refused the payment. Nothing was charged.", at);
  }
  if (fact.status === "expired") {
    return ended(
      order,
      "expired",
      "The checkout page was left open for too long. Nothing was charged.",
      at,
    );
  }
  if (fact.status === "complete" && row.status === "pending") {
    return changed(
      order,
      {
        status: "processing",
        statusReason: "The payment is on its way. Credits follow when the bank confirms it.",
      },
      "Payment on its way: credits wait until the bank confirms it.",
      at,
    );
  }
  return unchanged(order, "processed", "Nothing was paid yet.");
}

function findMismatch(order: Order, fact: SessionFact, paymentId: string): string | undefined {
  const { row } = order;
  const expected = {
    amountMinor: row.acceptedMinor ?? row.amountMinor,
    currency: row.acceptedCurrency ?? row.currency,
  };
  const paid = { amountMinor: fact.subtotalMinor, currency: fact.currency };
  if (isPaid(row)) {
    return `A second payment (${paymentId}) came for an order that ${row.paymentId} has paid already. Refund one of them in Stripe.`;
  }
  if (paid.currency !== expected.currency || paid.amountMinor !== expected.amountMinor) {
    return `${formatMoney(paid)} was charged, but the order says ${formatMoney(expected)}.`;
  }
  if (fact.paymentStatus === "no_payment_required" && !row.allowFree) {
    return `Nothing was charged, and ${row.packName} may not be had for free.`;
  }
  if (order.personDeleted) return "The person who bought this was deleted.";
  if (!order.packActive) return `${row.packName} was retired before the payment arrived.`;
  return undefined;
}

function complete(order: Order, fact: SessionFact, paymentId: string, at: Date): Observed {
  const next = withRow(
    order,
    {
      paymentId,
      sessionId: order.row.sessionId ?? fact.sessionId,
      paidMinor: fact.totalMinor,
      taxMinor: fact.taxMinor,
      completedAt: at,
      statusReason: null,
    },
    at,
  );
  const { row } = next;
  const purchase: Command = {
    kind: "purchase",
    accountId: row.accountId,
    paymentId,
    credits: row.credits,
    idempotencyKey: `purchase:${paymentId}`,
    actor: "stripe",
    reason: `Bought ${row.packName}`,
    metadata: { purchase_id: row.id, session_id: fact.sessionId },
  };
  const settled = settle(next, at);
  return {
    order: settled,
    verdict: {
      status: "processed",
      reason: `Added ${formatCredits(row.credits)} credits for ${row.packName}.`,
    },
    commands: [purchase, ...clawbacks(settled.row)],
  };
}

/** What refunds and disputes already said about a payment that is only credited now. */
function clawbacks(row: PurchaseRow): Command[] {
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

function observeCharge(order: Order, fact: ChargeFact, at: Date): Observed {
  const { row } = order;
  if (row.chargeId === fact.chargeId && row.receiptUrl === (fact.receiptUrl ?? row.receiptUrl)) {
    return unchanged(order, "processed", "The charge was known already.");
  }
  const receiptUrl = fact.receiptUrl ?? row.receiptUrl;
  return changed(
    order,
    { chargeId: fact.chargeId, receiptUrl },
    "Noted the charge and its receipt.",
    at,
  );
}

function observeRefund(order: Order, fact: RefundFact, at: Date): Observed {
  const known = order.refunds.get(fact.refundId);
  if (known && !isLaterRefundStatus(fact.status, known.status)) {
    return unchanged(order, "processed", "This state of the refund was known already.");
  }
  const refund: RefundRow = {
    accountId: order.row.accountId,
    purchaseId: order.row.id,
    id: fact.refundId,
    amountMinor: fact.amountMinor,
    status: fact.status,
    reason: fact.reason ?? known?.reason ?? null,
    createdAt: fact.createdAt,
  };
  const refunds = new Map(order.refunds).set(refund.id, refund);
  const money = formatMoney({ amountMinor: fact.amountMinor, currency: order.row.currency });
  return afterReturn(
    { ...order, refunds },
    order,
    "refund",
    `Refund of ${money} is ${fact.status}.`,
    at,
  );
}

function observeDispute(order: Order, fact: DisputeFact, at: Date): Observed {
  const known = order.disputes.get(fact.disputeId);
  if (known && !isLaterDisputeStatus(fact.status, known.status)) {
    return unchanged(order, "processed", "This state of the dispute was known already.");
  }
  const dispute: DisputeRow = {
    accountId: order.row.accountId,
    purchaseId: order.row.id,
    id: fact.disputeId,
    amountMinor: fact.amountMinor,
    currency: fact.currency,
    status: fact.status,
    reason: fact.reason,
    createdAt: fact.createdAt,
  };
  const disputes = new Map(order.disputes).set(dispute.id, dispute);
  const what = fact.status.startsWith("warning_") ? "An inquiry takes nothing" : "Dispute";
  return afterReturn(
    { ...order, disputes },
    order,
    "dispute",
    `${what}: ${fact.status.replaceAll("_", " ")}.`,
    at,
  );
}

function afterReturn(
  next: Order,
  before: Order,
  cause: "refund" | "dispute",
  news: string,
  at: Date,
): Observed {
  const settled = settle(next, at);
  const { row } = settled;
  if (!isPaid(row)) {
    const reason = `${news} Kept until the payment itself is known.`;
    return { order: settled, verdict: { status: "processed", reason }, commands: [] };
  }
  const returned = row.refundedMinor + row.disputedMinor;
  const command =
    returned === before.row.refundedMinor + before.row.disputedMinor ? [] : [clawback(row, cause)];
  return { order: settled, verdict: { status: "processed", reason: news }, commands: command };
}

/** Brings the sums and the status of an order in line with its refunds and disputes. */
function settle(order: Order, at: Date): Order {
  const { row } = order;
  let refundedMinor = 0;
  for (const refund of order.refunds.values()) {
    if (countsAsRefunded(refund.status)) refundedMinor += refund.amountMinor;
  }
  let disputedMinor = 0;
  for (const dispute of order.disputes.values()) {
    if (!countsAsDisputed(dispute.status)) continue;
    // The bank may count in its own money. Then the amount says nothing, and all of it is held.
    disputedMinor +=
      dispute.currency === row.currency ? dispute.amountMinor : (row.paidMinor ?? row.amountMinor);
  }
  const sums = { refundedMinor, disputedMinor };
  if (!isPaid(row)) return withRow(order, sums, at);
  return withRow(order, { ...sums, ...paidStatus(order, refundedMinor) }, at);
}

function paidStatus(
  order: Order,
  refundedMinor: number,
): Pick<PurchaseRow, "status" | "statusReason"> {
  const disputes = [...order.disputes.values()];
  if (disputes.some((dispute) => isOpenDispute(dispute.status))) {
    return {
      status: "disputed",
      statusReason: "The bank has taken the payment back while a dispute is open.",
    };
  }
  if (disputes.some((dispute) => countsAsDisputed(dispute.status))) {
    return {
      status: "disputed",
      statusReason: "The dispute was decided for the buyer, who has the money back.",
    };
  }
  if (refundedMinor === 0) return { status: "completed", statusReason: null };
  const whole = refundedMinor >= (order.row.paidMinor ?? 0);
  return { status: whole ? "refunded" : "partially_refunded", statusReason: null };
}

function refuse(order: Order, reason: string, at: Date): Observed {
  const verdict = { status: "mismatch", reason: `${reason} No credits were added.` } as const;
  if (isPaid(order.row)) return { order, verdict, commands: [] };
  const statusReason =
    "The payment arrived, but it doesn't match the order. It is being looked into; nothing is lost.";
  return { order: withRow(order, { status: "failed", statusReason }, at), verdict, commands: [] };
}

function ended(
  order: Order,
  status: "failed" | "expired",
  statusReason: string,
  at: Date,
): Observed {
  if (order.row.status !== "pending" && order.row.status !== "processing") {
    return unchanged(order, "processed", "The order had ended already.");
  }
  return changed(order, { status, statusReason }, statusReason, at);
}

function changed(order: Order, columns: Partial<PurchaseRow>, reason: string, at: Date): Observed {
  return {
    order: withRow(order, columns, at),
    verdict: { status: "processed", reason },
    commands: [],
  };
}

function unchanged(order: Order, status: Verdict["status"], reason: string): Observed {
  return { order, verdict: { status, reason }, commands: [] };
}

function withRow(order: Order, columns: Partial<PurchaseRow>, at: Date): Order {
  return { ...order, row: { ...order.row, ...columns, updatedAt: at } };
}
