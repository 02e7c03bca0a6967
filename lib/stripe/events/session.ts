import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { purchaseFromMetadata, readSession } from "../read-session";

/** What every `checkout.session.*` event says: a session of ours, or one of another program. */
export function readSessionEvent(
  session: Stripe.Checkout.Session,
  asyncFailed = false,
): EventContent {
  const ref = purchaseFromMetadata(session.metadata);
  if (!ref) {
    return {
      kind: "ignore",
      reason:
        "This Checkout Session wasn't made here: a test event, or another program's. Nobody was credited.",
    };
  }
  return { kind: "updates", ref, updates: [readSession(session, asyncFailed)] };
}
