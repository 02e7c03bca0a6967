import type Stripe from "stripe";
import { type EventContent, readEventContent } from "./events";

/** An event of Stripe's, parsed: what is kept of it and what it says. */
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
 * Parses an event that Stripe signed. Never fails: an event that can't be understood is one to be
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
    payload: toStorable(event, 0) as Record<string, unknown>,
    content: readContent(event),
  };
}

/** Reads a stored event again. Its payload was checked when it was signed for, and is as it came. */
export function parseStoredEvent(payload: Record<string, unknown>): ParsedEvent {
  return parseEvent(payload as unknown as Stripe.Event);
}

function readContent(event: Stripe.Event): EventContent {
  try {
    return readEventContent(event);
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Stripe's events nest about ten deep. PostgreSQL's jsonb gives up some thousand levels down. */
const MAX_DEPTH = 64;

/**
 * PostgreSQL's jsonb refuses NUL, lone surrogates and values that nest without end. Refusing the
 * whole event for it would lose the payment, so these are replaced.
 */
function toStorable(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\ufffd");
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return "[nested too deep]";
  if (Array.isArray(value)) return value.map((part) => toStorable(part, depth + 1));
  const pairs = Object.entries(value);
  return Object.fromEntries(
    pairs.map(([key, part]) => [toStorable(key, depth), toStorable(part, depth + 1)]),
  );
}
