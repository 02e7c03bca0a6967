import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { purchaseFromMetadata, readCharge } from "../read-session";

/** Brings the charge's id and Stripe's receipt. Credits come with the session, not with this. */
export function readChargeSucceeded(
  event: Stripe.ChargeSucceededEvent | Stripe.ChargeUpdatedEvent,
): EventContent {
  const charge = event.data.object;
  const ref = purchaseFromMetadata(charge.metadata);
  if (!ref) return { kind: "ignore", reason: "This charge isn't for a purchase made here." };
  if (charge.status !== "succeeded")
    return { kind: "ignore", reason: "The charge didn't succeed." };
  return {
    kind: "updates",
    ref,
    updates: [readCharge(charge)],
  };
}
