import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** The bank refused a delayed payment: the purchase ends, and nothing was credited. */
export function readCheckoutSessionAsyncPaymentFailed(
  event: Stripe.CheckoutSessionAsyncPaymentFailedEvent,
): EventContent {
  return readSessionEvent(event.data.object, true);
}
