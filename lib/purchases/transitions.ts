import type { Command } from "@/lib/ledger/commands";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import type { ChargeUpdate, PaymentUpdate, SessionUpdate } from "./payment-updates";
import {
  type AppliedUpdate,
  changed,
  currencyOf,
  isOfPayment,
  isPaid,
  type Purchase,
  unchanged,
  withRow,
} from "./purchase";
import { applyDispute, applyRefund, clawbacks, settle } from "./reversal-transitions";

/**
 * Decides what an update changes about a purchase. Pure, and the order of updates doesn't matter:
 * refunds and disputes are kept as sets, and credits follow from the sets.
 */
export function applyPaymentUpdate(
  purchase: Purchase,
  update: PaymentUpdate,
  at: Date,
): AppliedUpdate {
  switch (update.type) {
    case "session":
      return applySession(purchase, update, at);
    case "charge":
      return applyCharge(purchase, update, at);
    case "refund":
      return applyRefund(purchase, update, at);
    case "dispute":
      return applyDispute(purchase, update, at);
  }
}

function applySession(purchase: Purchase, update: SessionUpdate, at: Date): AppliedUpdate {
  const { row } = purchase;
  const free = update.paymentStatus === "no_payment_required";
  if (update.paymentStatus === "paid" || free) {
    const paymentId = update.paymentIntentId ?? update.sessionId;
    if (isPaid(row) && row.paymentId === paymentId) {
      return unchanged(purchase, "processed", "These credits were added already.");
    }
    const fault = findMismatch(purchase, update, paymentId);
    return fault ? refuse(purchase, fault, at) : complete(purchase, update, paymentId, at);
  }
  if (isPaid(row))
    return unchanged(purchase, "processed", "Older news: the purchase is paid already.");
  if (update.asyncFailed) {
    return ended(purchase, "failed", "The bank refused the payment. Nothing was charged.", at);
  }
  if (update.status === "expired") {
    return ended(
      purchase,
      "expired",
      "The checkout page was left open for too long. Nothing was charged.",
      at,
    );
  }
  // Also a purchase that was ended here before Stripe's answer about its page had come.
  if (update.status === "complete" && (row.status === "pending" || row.status === "expired")) {
    return changed(
      purchase,
      {
        status: "processing",
        statusReason: "The payment is on its way. Credits follow when the bank confirms it.",
      },
      "Payment on its way: credits wait until the bank confirms it.",
      at,
    );
  }
  return unchanged(purchase, "processed", "Nothing was paid yet.");
}

function findMismatch(
  purchase: Purchase,
  update: SessionUpdate,
  paymentId: string,
): string | undefined {
  const { row } = purchase;
  const expected = {
    amountMinor: row.acceptedMinor ?? row.amountMinor,
    currency: currencyOf(row),
  };
  const paid = { amountMinor: update.subtotalMinor, currency: update.currency };
  if (isPaid(row)) {
    return `A second payment (${paymentId}) came for a purchase that ${row.paymentId} has paid already. Refund one of them in Stripe.`;
  }
  if (row.closedAt) return "An admin has seen to this payment and closed the purchase.";
  if (paid.currency !== expected.currency || paid.amountMinor !== expected.amountMinor) {
    return `${formatMoney(paid)} was charged, but the purchase says ${formatMoney(expected)}.`;
  }
  if (update.paymentStatus === "no_payment_required" && !row.allowFree) {
    return `Nothing was charged, and ${row.packName} may not be had for free.`;
  }
  if (purchase.userDeleted) return "The person who bought this was deleted.";
  if (!purchase.packActive) return `${row.packName} was retired before the payment arrived.`;
  return undefined;
}

function complete(
  purchase: Purchase,
  update: SessionUpdate,
  paymentId: string,
  at: Date,
): AppliedUpdate {
  const next = withRow(
    purchase,
    {
      paymentId,
      sessionId: purchase.row.sessionId ?? update.sessionId,
      paidMinor: update.totalMinor,
      taxMinor: update.taxMinor,
      completedAt: at,
      statusReason: null,
    },
    at,
  );
  const { row } = next;
  const command: Command = {
    kind: "purchase",
    accountId: row.accountId,
    paymentId,
    credits: row.credits,
    idempotencyKey: `purchase:${paymentId}`,
    actor: "stripe",
    reason: `Bought ${row.packName}`,
    metadata: { purchase_id: row.id, session_id: update.sessionId },
  };
  const settled = settle(next, at);
  return {
    purchase: settled,
    result: {
      status: "processed",
      reason: `Added ${formatCredits(row.credits)} credits for ${row.packName}.`,
    },
    commands: [command, ...clawbacks(settled.row)],
  };
}

function applyCharge(purchase: Purchase, update: ChargeUpdate, at: Date): AppliedUpdate {
  const { row } = purchase;
  if (!isOfPayment(row, update.paymentIntentId)) {
    return unchanged(purchase, "processed", "This charge is of a payment that wasn't credited.");
  }
  if (
    row.chargeId === update.chargeId &&
    row.receiptUrl === (update.receiptUrl ?? row.receiptUrl)
  ) {
    return unchanged(purchase, "processed", "The charge was known already.");
  }
  const receiptUrl = update.receiptUrl ?? row.receiptUrl;
  return changed(
    purchase,
    { chargeId: update.chargeId, receiptUrl },
    "Noted the charge and its receipt.",
    at,
  );
}

function refuse(purchase: Purchase, reason: string, at: Date): AppliedUpdate {
  const result = { status: "mismatch", reason: `${reason} No credits were added.` } as const;
  if (isPaid(purchase.row) || purchase.row.closedAt) return { purchase, result, commands: [] };
  const statusReason =
    "The payment arrived, but it doesn't match the purchase. It is being looked into; nothing is lost.";
  return {
    purchase: withRow(purchase, { status: "in_review", statusReason }, at),
    result,
    commands: [],
  };
}

function ended(
  purchase: Purchase,
  status: "failed" | "expired",
  statusReason: string,
  at: Date,
): AppliedUpdate {
  if (purchase.row.status !== "pending" && purchase.row.status !== "processing") {
    return unchanged(purchase, "processed", "The purchase had ended already.");
  }
  return changed(purchase, { status, statusReason }, statusReason, at);
}
