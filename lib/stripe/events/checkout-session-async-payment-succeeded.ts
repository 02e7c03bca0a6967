import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** The bank confirmed a delayed payment: credit now. */
export function readCheckoutSessionAsyncPaymentSucceeded(
  event: Stripe.CheckoutSessionAsyncPaymentSucceededEvent,
): EventContent {
  return readSessionEvent(event.data.object);
}
