import type Stripe from "stripe";
import type { EventContent } from "@/lib/purchases/payment-updates";
import { readEventContent } from "./events";

/** An event of Stripe's, read: what the webhook processor keeps of it and what it says. */
export interface ParsedEvent {
  readonly id: string;
  readonly type: string;
  readonly livemode: boolean;
  /** Set when the event is about another account that is connected to ours. */
  readonly foreignAccount: string | undefined;
  readonly occurredAt: Date;
  readonly objectId: string | null;
  /** As Stripe sent it, in a form that jsonb accepts. */
  readonly payload: Record<string, unknown>;
  readonly content: EventContent;
}

/**
 * Reads an event that Stripe signed. Never fails: an event that can't be understood is one to be
 * kept and to be seen, and only then refused.
 */
export function parseEvent(event: Stripe.Event): ParsedEvent {
  const { id } = event.data.object as { id?: unknown };
  return {
    id: event.id,
    type: event.type,
    livemode: event.livemode,
    foreignAccount: event.account ? String(event.account) : undefined,
    occurredAt: new Date(event.created * 1000),
    objectId: typeof id === "string" && /^\w{1,255}$/.test(id) ? id : null,
    payload: storable(event) as Record<string, unknown>,
    content: read(event),
  };
}

function read(event: Stripe.Event): EventContent {
  try {
    return readEventContent(event);
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * PostgreSQL's jsonb refuses NUL and lone surrogates, which a person's name may hold. Refusing
 * the whole event for it would lose the payment, so these characters are replaced.
 */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\ufffd");
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value);
  return Object.fromEntries(pairs.map(([key, part]) => [storable(key), storable(part)]));
}
