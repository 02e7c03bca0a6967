import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** The bank refused a delayed payment: the order ends, and nothing was credited. */
export function readCheckoutSessionAsyncPaymentFailed(
  event: Stripe.CheckoutSessionAsyncPaymentFailedEvent,
): Reading {
  return readSessionEvent(event.data.object, true);
}
