import type { Command } from "@/lib/ledger/commands";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import type { ChargeFact, Fact, SessionFact } from "./payment-updates";
import {
  changed,
  currencyOf,
  isOfPayment,
  isPaid,
  type Observed,
  type Order,
  unchanged,
  withRow,
} from "./purchase";
import { clawbacks, observeDispute, observeRefund, settle } from "./reversal-transitions";

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
  // Also an order that was ended here before Stripe's answer about its page had come.
  if (fact.status === "complete" && (row.status === "pending" || row.status === "expired")) {
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
    currency: currencyOf(row),
  };
  const paid = { amountMinor: fact.subtotalMinor, currency: fact.currency };
  if (isPaid(row)) {
    return `A second payment (${paymentId}) came for an order that ${row.paymentId} has paid already. Refund one of them in Stripe.`;
  }
  if (row.closedAt) return "An admin has seen to this payment and closed the order.";
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
    purchaseId: row.id,
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

function observeCharge(order: Order, fact: ChargeFact, at: Date): Observed {
  const { row } = order;
  if (!isOfPayment(row, fact.paymentIntentId)) {
    return unchanged(order, "processed", "This charge is of a payment that wasn't credited.");
  }
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

function refuse(order: Order, reason: string, at: Date): Observed {
  const verdict = { status: "mismatch", reason: `${reason} No credits were added.` } as const;
  if (isPaid(order.row) || order.row.closedAt) return { order, verdict, commands: [] };
  const statusReason =
    "The payment arrived, but it doesn't match the order. It is being looked into; nothing is lost.";
  return {
    order: withRow(order, { status: "in_review", statusReason }, at),
    verdict,
    commands: [],
  };
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
