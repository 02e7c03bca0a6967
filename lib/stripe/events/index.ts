import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readChargeRefunded } from "./charge-refunded";
import { readChargeSucceeded } from "./charge-succeeded";
import { readCheckoutSessionAsyncPaymentFailed } from "./checkout-session-async-payment-failed";
import { readCheckoutSessionAsyncPaymentSucceeded } from "./checkout-session-async-payment-succeeded";
import { readCheckoutSessionCompleted } from "./checkout-session-completed";
import { readCheckoutSessionExpired } from "./checkout-session-expired";
import { readDisputeEvent } from "./dispute";
import { readRefundEvent } from "./refund";

/** The events to send to the webhook, as the setup guide lists them. */
export const HANDLED_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "charge.succeeded",
  "charge.updated",
  "charge.refunded",
  "charge.refund.updated",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
] as const satisfies readonly Stripe.Event["type"][];

/** Reads what an event says. Pure: asks nobody, changes nothing. */
export function readEventContent(event: Stripe.Event): EventContent {
  switch (event.type) {
    case "checkout.session.completed":
      return readCheckoutSessionCompleted(event);
    case "checkout.session.async_payment_succeeded":
      return readCheckoutSessionAsyncPaymentSucceeded(event);
    case "checkout.session.async_payment_failed":
      return readCheckoutSessionAsyncPaymentFailed(event);
    case "checkout.session.expired":
      return readCheckoutSessionExpired(event);
    case "charge.succeeded":
    case "charge.updated":
      return readChargeSucceeded(event);
    case "charge.refunded":
      return readChargeRefunded(event);
    case "charge.refund.updated":
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
      return readRefundEvent(event);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return readDisputeEvent(event);
    default:
      return { kind: "ignore", reason: `Nothing is done for ${event.type} events.` };
  }
}
