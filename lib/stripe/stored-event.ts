import type Stripe from "stripe";
import { type IncomingEvent, toIncoming } from "./parsed-event";

/** Reads a stored event again. Its payload was checked when it was signed for, and is as it came. */
export function readStoredEvent(payload: Record<string, unknown>): IncomingEvent {
  return toIncoming(payload as unknown as Stripe.Event);
}
