import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { orderFromMetadata, readCharge } from "../read-session";

/** Brings the charge's id and Stripe's receipt. Credits come with the session, not with this. */
export function readChargeSucceeded(
  event: Stripe.ChargeSucceededEvent | Stripe.ChargeUpdatedEvent,
): Reading {
  const charge = event.data.object;
  const subject = orderFromMetadata(charge.metadata);
  if (!subject) return { kind: "ignore", reason: "This charge isn't for an order made here." };
  if (charge.status !== "succeeded")
    return { kind: "ignore", reason: "The charge didn't succeed." };
  return {
    kind: "facts",
    subject,
    facts: [readCharge(charge)],
  };
}
