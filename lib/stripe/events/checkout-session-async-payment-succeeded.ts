import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** The bank confirmed a delayed payment: credit now. */
export function readCheckoutSessionAsyncPaymentSucceeded(
  event: Stripe.CheckoutSessionAsyncPaymentSucceededEvent,
): Reading {
  return readSessionEvent(event.data.object);
}
