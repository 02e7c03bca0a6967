import type Stripe from "stripe";
import { type ParsedEvent, parseEvent } from "./parsed-event";

/** Reads a stored event again. Its payload was checked when it was signed for, and is as it came. */
export function readStoredEvent(payload: Record<string, unknown>): ParsedEvent {
  return parseEvent(payload as unknown as Stripe.Event);
}
