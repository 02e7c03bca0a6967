import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readRefund } from "../read-reversal";
import { idOf } from "../read-session";

type RefundEvent =
  | Stripe.RefundCreatedEvent
  | Stripe.RefundUpdatedEvent
  | Stripe.RefundFailedEvent
  | Stripe.ChargeRefundUpdatedEvent;

/** A refund was made, changed or failed. All four events carry the refund as it was then. */
export function readRefundEvent(event: RefundEvent): EventContent {
  const refund = event.data.object;
  return {
    kind: "updates",
    ref: {
      by: "payment",
      paymentIntentId: idOf(refund.payment_intent),
      chargeId: idOf(refund.charge),
    },
    updates: [readRefund(refund)],
  };
}
