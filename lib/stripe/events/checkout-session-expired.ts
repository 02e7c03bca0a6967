import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** Nobody paid in time: the order ends. */
export function readCheckoutSessionExpired(event: Stripe.CheckoutSessionExpiredEvent): Reading {
  return readSessionEvent(event.data.object);
}
