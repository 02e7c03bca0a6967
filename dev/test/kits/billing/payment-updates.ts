import type { Command } from "@/lib/ledger/commands";
import type {
  ChargeUpdate,
  DisputeStatus,
  DisputeUpdate,
  PaymentUpdate,
  RefundStatus,
  RefundUpdate,
  SessionUpdate,
} from "@/lib/purchases/payment-updates";
import type { ProcessingResult, Purchase, PurchaseRow } from "@/lib/purchases/purchase";
import { applyPaymentUpdate } from "@/lib/purchases/transitions";
import { wholeCredits } from "@/lib/shared/credits";

export const AT = new Date("2026-03-01T12:00:00.000Z");

/** An open order of the Starter Pack, 1,000 credits for $10.00, in memory only. */
export function aPurchase(
  row: Partial<PurchaseRow> = {},
  more: Partial<Pick<Purchase, "userDeleted">> = {},
): Purchase {
  return {
    row: {
      accountId: "00000000-0000-7000-8000-00000000000a",
      id: "00000000-0000-7000-8000-000000000001",
      userId: "00000000-0000-7000-8000-00000000000b",
      packCode: "starter",
      packName: "Starter Pack",
      packDescription: "For a start",
      stripePriceId: null,
      credits: wholeCredits(1000),
      creditsExpireAfterDays: null,
      amountMinor: 1000,
      currency: "usd",
      allowFree: false,
      status: "pending",
      statusReason: null,
      successUrl: "http://localhost:3000/return",
      cancelUrl: "http://localhost:3000/",
      customerEmail: null,
      sessionId: null,
      checkoutUi: "hosted",
      sessionExpiresAt: new Date("2026-03-01T14:00:00.000Z"),
      paymentId: null,
      chargeId: null,
      receiptUrl: null,
      paidMinor: null,
      taxMinor: null,
      paidCurrency: null,
      acceptedMinor: null,
      acceptedCurrency: null,
      closedAt: null,
      recreatedAt: null,
      refundedMinor: 0,
      disputedMinor: 0,
      createdAt: AT,
      completedAt: null,
      updatedAt: AT,
      ...row,
    },
    refunds: new Map(),
    disputes: new Map(),
    userDeleted: false,
    ...more,
  };
}

/** The Checkout Session of that purchase, paid by card unless told. */
export function aSession(more: Partial<SessionUpdate> = {}): SessionUpdate {
  return {
    type: "session",
    sessionId: "cs_1",
    mode: "payment",
    status: "complete",
    paymentStatus: "paid",
    asyncFailed: false,
    paymentIntentId: "pi_1",
    subtotalMinor: 1000,
    totalMinor: 1000,
    discountMinor: 0,
    taxMinor: 0,
    currency: "usd",
    ...more,
  };
}

export function aCharge(more: Partial<ChargeUpdate> = {}): ChargeUpdate {
  return {
    type: "charge",
    chargeId: "ch_1",
    paymentIntentId: "pi_1",
    receiptUrl: "https://pay.stripe.com/receipts/1",
    ...more,
  };
}

export function aRefund(
  refundId: string,
  amountMinor: number,
  status: RefundStatus = "succeeded",
  paymentIntentId = "pi_1",
): RefundUpdate {
  return {
    type: "refund",
    refundId,
    paymentIntentId,
    amountMinor,
    status,
    reason: null,
    createdAt: AT,
  };
}

export function aDispute(
  disputeId: string,
  amountMinor: number,
  status: DisputeStatus,
  more: Partial<DisputeUpdate> = {},
): DisputeUpdate {
  return {
    type: "dispute",
    disputeId,
    paymentIntentId: "pi_1",
    amountMinor,
    currency: "usd",
    status,
    withdrawnMinor: 0,
    respondBy: null,
    reinstatedMinor: 0,
    reason: "fraudulent",
    createdAt: AT,
    asOf: AT,
    ...more,
  };
}

/** What a list of updates, applied one after the other, comes to. */
export function applyEach(start: Purchase, updates: readonly PaymentUpdate[]) {
  let purchase = start;
  const commands: Command[] = [];
  const results: ProcessingResult[] = [];
  for (const update of updates) {
    const applied = applyPaymentUpdate(purchase, update, AT);
    purchase = applied.purchase;
    commands.push(...applied.commands);
    results.push(applied.result);
  }
  return { purchase, commands, results };
}
