import type Stripe from "stripe";
import type { ChargeUpdate, PurchaseRef, SessionUpdate } from "@/lib/purchases/payment-updates";
import { isId } from "@/lib/shared/ids";

/** Marks our sessions and payments in Stripe: others in the same Stripe account aren't ours. */
export const APP_MARK = "ops-center-credits";

/** The metadata that ties a session and its payment to a purchase. */
export function purchaseMetadata(key: { accountId: string; purchaseId: string }) {
  return { app: APP_MARK, account_id: key.accountId, purchase_id: key.purchaseId };
}

/** The purchase that metadata names; undefined when this product didn't write it. */
export function purchaseFromMetadata(
  metadata: Stripe.Metadata | null,
): Extract<PurchaseRef, { by: "purchase" }> | undefined {
  const { app, account_id: accountId, purchase_id: purchaseId } = metadata ?? {};
  if (app !== APP_MARK || !isId(accountId) || !isId(purchaseId)) return undefined;
  return { by: "purchase", accountId, purchaseId };
}

/** Whether metadata carries the mark of another program that sells in the same Stripe account. */
export function isOfOtherProgram(metadata: Stripe.Metadata | null): boolean {
  const mark = metadata?.app;
  return mark !== undefined && mark !== APP_MARK;
}

const SESSION_STATUSES = ["open", "complete", "expired"] as const;
const PAYMENT_STATUSES = ["paid", "unpaid", "no_payment_required"] as const;

export function readSession(session: Stripe.Checkout.Session, asyncFailed = false): SessionUpdate {
  return {
    type: "session",
    sessionId: session.id,
    mode: session.mode,
    status: SESSION_STATUSES.find((status) => status === session.status) ?? "complete",
    paymentStatus: PAYMENT_STATUSES.find((status) => status === session.payment_status) ?? "unpaid",
    asyncFailed,
    paymentIntentId: idOf(session.payment_intent),
    subtotalMinor: session.amount_subtotal ?? 0,
    totalMinor: session.amount_total ?? 0,
    discountMinor: session.total_details?.amount_discount ?? 0,
    taxMinor: session.total_details?.amount_tax ?? 0,
    // ISO 4217's "no currency": it fits no order, and can be written in a sentence.
    currency: session.currency ?? "xxx",
  };
}

/** The charge of a session whose `payment_intent.latest_charge` was expanded. */
export function readExpandedCharge(session: Stripe.Checkout.Session): ChargeUpdate[] {
  const intent = session.payment_intent;
  if (!intent || typeof intent === "string") return [];
  const charge = intent.latest_charge;
  if (!charge || typeof charge === "string" || charge.status !== "succeeded") return [];
  return [readCharge(charge)];
}

export function readCharge(charge: Stripe.Charge): ChargeUpdate {
  return {
    type: "charge",
    chargeId: charge.id,
    paymentIntentId: idOf(charge.payment_intent),
    receiptUrl: charge.receipt_url,
  };
}

/**
 * Whether the bank refused a delayed payment. A session doesn't say so; its payment, expanded,
 * which wants another method now, does.
 */
export function isAsyncFailed(session: Stripe.Checkout.Session): boolean {
  const intent = session.payment_intent;
  return (
    session.status === "complete" &&
    session.payment_status === "unpaid" &&
    typeof intent === "object" &&
    (intent?.status === "requires_payment_method" || intent?.status === "canceled")
  );
}

export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === "string" ? reference : (reference?.id ?? null);
}
