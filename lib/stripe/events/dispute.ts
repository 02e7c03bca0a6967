import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readDispute } from "../read-reversal";
import { idOf } from "../read-session";

type DisputeEvent =
  | Stripe.ChargeDisputeCreatedEvent
  | Stripe.ChargeDisputeUpdatedEvent
  | Stripe.ChargeDisputeClosedEvent
  | Stripe.ChargeDisputeFundsWithdrawnEvent
  | Stripe.ChargeDisputeFundsReinstatedEvent;

/** A dispute began, moved or ended. The dispute's own status tells who has the money. */
export function readDisputeEvent(event: DisputeEvent): EventContent {
  const dispute = event.data.object;
  return {
    kind: "updates",
    ref: {
      by: "payment",
      paymentIntentId: idOf(dispute.payment_intent),
      chargeId: idOf(dispute.charge),
    },
    updates: [readDispute(dispute)],
  };
}
