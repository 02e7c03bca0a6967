import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** The buyer finished the checkout page. Paid by card: credit now. By bank debit: `unpaid`, wait. */
export function readCheckoutSessionCompleted(
  event: Stripe.CheckoutSessionCompletedEvent,
): EventContent {
  return readSessionEvent(event.data.object);
}
