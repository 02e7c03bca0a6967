import type Stripe from "stripe";
import type { Reading } from "../facts";
import { readEvent } from "./events";

/** An event of Stripe's, read: what the inbox keeps of it and what it says. */
export interface IncomingEvent {
  readonly id: string;
  readonly type: string;
  readonly livemode: boolean;
  /** Set when the event is about another account that is connected to ours. */
  readonly foreignAccount: string | undefined;
  readonly occurredAt: Date;
  readonly objectId: string | null;
  /** As Stripe sent it, in a form that jsonb accepts. */
  readonly payload: Record<string, unknown>;
  readonly reading: Reading;
}

/** @throws Error when the event is about something in a state that isn't known here */
export function toIncoming(event: Stripe.Event): IncomingEvent {
  const object = event.data.object as { id?: unknown };
  return {
    id: event.id,
    type: event.type,
    livemode: event.livemode,
    foreignAccount: event.account,
    occurredAt: new Date(event.created * 1000),
    objectId: typeof object.id === "string" ? object.id : null,
    payload: storable(event) as Record<string, unknown>,
    reading: readEvent(event),
  };
}

/**
 * PostgreSQL's jsonb refuses NUL and lone surrogates, which a person's name may hold. Refusing
 * the whole event for it would lose the payment, so these characters are replaced.
 */
function storable(value: unknown): unknown {
  const text = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return value;
  return JSON.parse(text, (_key, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\u0000", "\ufffd") : part,
  );
}
