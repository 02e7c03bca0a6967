import type Stripe from "stripe";
import type { Reading } from "@/lib/purchases/payment-updates";
import { orderFromMetadata, readSession } from "../read-session";

/** What every `checkout.session.*` event says: a session of ours, or one of another program. */
export function readSessionEvent(session: Stripe.Checkout.Session, asyncFailed = false): Reading {
  const subject = orderFromMetadata(session.metadata);
  if (!subject) {
    return {
      kind: "ignore",
      reason:
        "This Checkout Session wasn't made here: a test event, or another program's. Nobody was credited.",
    };
  }
  return { kind: "facts", subject, facts: [readSession(session, asyncFailed)] };
}
