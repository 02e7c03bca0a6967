import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { idOf, readCharge } from "../read-session";

/**
 * A charge was refunded, wholly or in part. It carries the cumulative amount and no refunds, so
 * it only tells whether there are refunds that we haven't heard of:
 * https://docs.stripe.com/api/events/types#event_types-charge.refunded
 */
export function readChargeRefunded(event: Stripe.ChargeRefundedEvent): EventContent {
  const charge = event.data.object;
  return {
    kind: "updates",
    ref: { by: "payment", paymentIntentId: idOf(charge.payment_intent), chargeId: charge.id },
    updates: [readCharge(charge)],
    refundedMinor: charge.amount_refunded,
  };
}
