import type Stripe from "stripe";
import type { PaymentUpdate, PurchaseRef } from "@/lib/purchases/payment-updates";
import { readDispute, readRefund } from "./read-reversal";
import {
  idOf,
  isAsyncFailed,
  purchaseFromMetadata,
  readExpandedCharge,
  readSession,
} from "./read-session";

/** An object of Stripe's as it is now, for comparison with what is known here. */
export interface StripeItem {
  readonly id: string;
  readonly createdAt: Date;
  /** The purchase that the payment's own metadata names; undefined for other programs' payments. */
  readonly named: Extract<PurchaseRef, { by: "purchase" }> | undefined;
  /** Ids by which the purchase may be known here: of the session, the payment and the charge. */
  readonly knownBy: readonly string[];
  /** @throws Error for an object in a status that this version doesn't know */
  readUpdates(): readonly PaymentUpdate[];
}

/** @param session with `payment_intent.latest_charge` expanded */
export function toSessionItem(session: Stripe.Checkout.Session): StripeItem {
  return {
    ...identify(session, session.metadata),
    knownBy: [session.id],
    readUpdates: () => [
      readSession(session, isAsyncFailed(session)),
      ...readExpandedCharge(session),
    ],
  };
}

/** @param refund with `payment_intent` expanded */
export function toRefundItem(refund: Stripe.Refund): StripeItem {
  return {
    ...identify(refund, metadataOf(refund.payment_intent)),
    knownBy: toIds(refund.payment_intent, refund.charge),
    readUpdates: () => [readRefund(refund)],
  };
}

/** @param dispute with `payment_intent` expanded */
export function toDisputeItem(dispute: Stripe.Dispute): StripeItem {
  return {
    ...identify(dispute, metadataOf(dispute.payment_intent)),
    knownBy: toIds(dispute.payment_intent, dispute.charge),
    readUpdates: () => [readDispute(dispute)],
  };
}

function identify(
  { id, created }: { id: string; created: number },
  metadata: Stripe.Metadata | null,
): Pick<StripeItem, "id" | "createdAt" | "named"> {
  const ref = purchaseFromMetadata(metadata);
  return {
    id,
    createdAt: new Date(created * 1000),
    named: ref?.by === "purchase" ? ref : undefined,
  };
}

function metadataOf(intent: string | Stripe.PaymentIntent | null): Stripe.Metadata | null {
  return typeof intent === "object" ? (intent?.metadata ?? null) : null;
}

function toIds(...references: (string | { id: string } | null)[]): string[] {
  return references.map(idOf).filter((id) => id !== null);
}
