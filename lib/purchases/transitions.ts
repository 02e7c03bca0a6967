import type { Command } from "@/lib/ledger/commands";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import { expectedMoney } from "@/lib/shared/paid-money";
import type { ChargeUpdate, PaymentUpdate, SessionUpdate } from "./payment-updates";
import {
  type AppliedUpdate,
  changed,
  isOfPayment,
  isPaid,
  type Purchase,
  type PurchaseRow,
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
  if (update.paymentStatus !== "unpaid") {
    const paymentId = update.paymentIntentId ?? update.sessionId;
    if (isPaid(row) && row.paymentId === paymentId) {
      return unchanged(purchase, "processed", "These credits were added already.");
    }
    const fault = findMismatch(purchase, update, paymentId);
    return fault ? putInReview(purchase, fault, at) : complete(purchase, update, paymentId, at);
  }
  if (isPaid(row)) {
    return unchanged(purchase, "processed", "Older news: the purchase is paid already.");
  }
  // The page that it has now may still be open: another session's end is not the end of that.
  if (row.sessionId !== null && row.sessionId !== update.sessionId) {
    return unchanged(purchase, "processed", "Another checkout session of this purchase is in use.");
  }
  if (update.asyncFailed) {
    return end(purchase, "failed", "The bank refused the payment. Nothing was charged.", at);
  }
  if (update.status === "expired") {
    return end(
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

/** Why a payment cannot be credited, as a sentence; undefined when it fits its purchase. */
function findMismatch(
  purchase: Purchase,
  update: SessionUpdate,
  paymentId: string,
): string | undefined {
  const { row } = purchase;
  if (isPaid(row)) {
    return `A second payment (${paymentId}) came for a purchase that ${row.paymentId} has paid already. Refund one of them in Stripe.`;
  }
  if (row.closedAt) return "An admin has closed this purchase.";
  if (update.mode !== "payment") return `The session's mode is ${update.mode}, not payment.`;
  const paid = { amountMinor: update.subtotalMinor, currency: update.currency };
  const expected = expectedMoney(row);
  if (paid.currency !== expected.currency || paid.amountMinor !== expected.amountMinor) {
    return `${formatMoney(paid)} was charged, but the purchase says ${formatMoney(expected)}.`;
  }
  const { totalMinor, discountMinor, taxMinor } = update;
  const discounted = paid.amountMinor - discountMinor;
  if (discountMinor < 0 || taxMinor < 0 || discounted < 0 || totalMinor < discounted) {
    const money = (amountMinor: number) => formatMoney({ ...paid, amountMinor });
    return `${money(totalMinor)} was charged in all, which is not ${money(paid.amountMinor)} less a discount of ${money(discountMinor)}.`;
  }
  if (update.paymentStatus === "no_payment_required" && !row.allowFree) {
    return `Nothing was charged, and ${row.packName} cannot be had for free.`;
  }
  if (purchase.userDeleted) return "The user who bought this was deleted.";
  return undefined;
}

function complete(
  purchase: Purchase,
  update: SessionUpdate,
  paymentId: string,
  at: Date,
): AppliedUpdate {
  const paid = withRow(
    purchase,
    {
      paymentId,
      sessionId: purchase.row.sessionId ?? update.sessionId,
      customerEmail: null,
      paidMinor: update.totalMinor,
      paidCurrency: update.currency,
      taxMinor: update.taxMinor,
      completedAt: at,
      statusReason: null,
    },
    at,
  );
  const settled = settle(paid, at);
  const { row } = settled;
  const command: Command = {
    kind: "purchase",
    accountId: row.accountId,
    paymentId,
    credits: row.credits,
    purchaseId: row.id,
    ...lifetimeOf(row),
    actor: "stripe",
    reason: `Bought ${row.packName}`,
    metadata: { purchase_id: row.id, session_id: update.sessionId },
  };
  return {
    purchase: settled,
    result: {
      status: "processed",
      reason: `Added ${formatCredits(row.credits)} credits for ${row.packName}.`,
    },
    commands: [command, ...clawbacks(row)],
  };
}

const SECONDS_PER_DAY = 24 * 60 * 60;

/** How long the credits of a purchase last, in the ledger's unit. */
function lifetimeOf({ creditsExpireAfterDays: days }: PurchaseRow): { expiresInSeconds?: number } {
  return days === null ? {} : { expiresInSeconds: days * SECONDS_PER_DAY };
}

function applyCharge(purchase: Purchase, update: ChargeUpdate, at: Date): AppliedUpdate {
  const { row } = purchase;
  if (!isOfPayment(row, update.paymentIntentId)) {
    return unchanged(purchase, "processed", "This charge is of a payment that was not credited.");
  }
  const receiptUrl = update.receiptUrl ?? row.receiptUrl;
  if (row.chargeId === update.chargeId && row.receiptUrl === receiptUrl) {
    return unchanged(purchase, "processed", "The charge was known already.");
  }
  return changed(
    purchase,
    { chargeId: update.chargeId, receiptUrl },
    "Noted the charge and its receipt.",
    at,
  );
}

/** A payment that cannot be credited: kept for an admin, and its buyer is told so. */
function putInReview(purchase: Purchase, reason: string, at: Date): AppliedUpdate {
  const result = { status: "mismatch", reason: `${reason} No credits were added.` } as const;
  if (isPaid(purchase.row) || purchase.row.closedAt) return { purchase, result, commands: [] };
  const statusReason = "A payment arrived that does not match the purchase. It is under review.";
  return {
    purchase: withRow(purchase, { status: "in_review", statusReason, customerEmail: null }, at),
    result,
    commands: [],
  };
}

function end(
  purchase: Purchase,
  status: "failed" | "expired",
  statusReason: string,
  at: Date,
): AppliedUpdate {
  if (purchase.row.status !== "pending" && purchase.row.status !== "processing") {
    return unchanged(purchase, "processed", "The purchase had ended already.");
  }
  return changed(purchase, { status, statusReason, customerEmail: null }, statusReason, at);
}
