import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { readDispute } from "../read-reversal";
import { idOf } from "../read-session";

type DisputeEvent =
  | Stripe.ChargeDisputeCreatedEvent
  | Stripe.ChargeDisputeUpdatedEvent
  | Stripe.ChargeDisputeClosedEvent
  | Stripe.ChargeDisputeFundsWithdrawnEvent
  | Stripe.ChargeDisputeFundsReinstatedEvent;

/** A dispute began, moved or ended. The dispute's own status tells who has the money. */
export function readDisputeEvent(event: DisputeEvent): Reading {
  const dispute = event.data.object;
  return {
    kind: "facts",
    subject: {
      by: "payment",
      paymentIntentId: idOf(dispute.payment_intent),
      chargeId: idOf(dispute.charge),
    },
    facts: [readDispute(dispute)],
  };
}
