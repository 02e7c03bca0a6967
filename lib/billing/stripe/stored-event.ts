import type Stripe from "stripe";
import { type IncomingEvent, toIncoming } from "./incoming";

/**
 * Reads a stored event again. Its payload was checked when it was signed for, and is as it came.
 * @throws Error when the event is about something in a state that isn't known here
 */
export function readStoredEvent(payload: Record<string, unknown>): IncomingEvent {
  return toIncoming(payload as unknown as Stripe.Event);
}
