import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readSessionEvent } from "./session";

/** Nobody paid in time: the purchase ends. */
export function readCheckoutSessionExpired(
  event: Stripe.CheckoutSessionExpiredEvent,
): EventContent {
  return readSessionEvent(event.data.object);
}
