import type Stripe from "stripe";
import { stripe } from "./client";
import { type StripeItem, toDisputeItem, toRefundItem, toSessionItem } from "./comparable-objects";
import { HANDLED_EVENTS } from "./events";
import { type ParsedEvent, parseEvent } from "./parsed-event";

export type { StripeItem } from "./comparable-objects";

/** A page, newest first. */
export interface StripePage<Item> {
  readonly items: readonly Item[];
  /** What to pass to get the next page; undefined after the last one. */
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly since: Date;
  /** The `next` of the page before. */
  readonly after: string | undefined;
}

/** https://docs.stripe.com/api/checkout/sessions/list */
export async function listSessions(request: PageRequest): Promise<StripePage<StripeItem>> {
  const page = await stripe().checkout.sessions.list({
    ...params(request),
    expand: ["data.payment_intent.latest_charge"],
  });
  return toPage(page, toSessionItem);
}

/** https://docs.stripe.com/api/refunds/list */
export async function listRefundsSince(request: PageRequest): Promise<StripePage<StripeItem>> {
  const page = await stripe().refunds.list({
    ...params(request),
    expand: ["data.payment_intent"],
  });
  return toPage(page, toRefundItem);
}

/** https://docs.stripe.com/api/disputes/list */
export async function listDisputesSince(request: PageRequest): Promise<StripePage<StripeItem>> {
  const page = await stripe().disputes.list({
    ...params(request),
    expand: ["data.payment_intent"],
  });
  return toPage(page, toDisputeItem);
}

/** An event that an endpoint hasn't taken yet. */
export interface UndeliveredEvent {
  readonly id: string;
  readonly createdAt: Date;
  read(): ParsedEvent;
}

/** https://docs.stripe.com/api/events/list */
export async function listUndelivered(request: PageRequest): Promise<StripePage<UndeliveredEvent>> {
  const page = await stripe().events.list({
    ...params(request),
    types: [...HANDLED_EVENTS],
    delivery_success: false,
  });
  return toPage(page, toEvent);
}

/**
 * Every event that this product handles, delivered or not: after a restore the database lacks some
 * that were delivered. https://docs.stripe.com/api/events/list
 */
export async function listHandledEvents(
  request: PageRequest,
): Promise<StripePage<UndeliveredEvent>> {
  const page = await stripe().events.list({ ...params(request), types: [...HANDLED_EVENTS] });
  return toPage(page, toEvent);
}

function toEvent(event: Stripe.Event): UndeliveredEvent {
  return {
    id: event.id,
    createdAt: new Date(event.created * 1000),
    read: () => parseEvent(event),
  };
}

/** More changes than these in a few minutes are not looked through: the newest count. */
const MAX_CHANGES = 2_000;

/** @returns the ids of the objects that a handled event since then is about */
export async function listChangedObjects(since: Date): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const events = stripe().events.list({
    ...params({ since, after: undefined }),
    types: [...HANDLED_EVENTS],
  });
  let looked = 0;
  for await (const event of events) {
    if ("id" in event.data.object && event.data.object.id) ids.add(event.data.object.id);
    looked += 1;
    if (looked === MAX_CHANGES) break;
  }
  return ids;
}

function params({ since, after }: PageRequest) {
  return {
    limit: 100,
    created: { gte: Math.floor(since.getTime() / 1000) },
    ...(after && { starting_after: after }),
  };
}

function toPage<Row extends { id: string }, Item>(
  { data, has_more }: Stripe.ApiList<Row>,
  toItem: (row: Row) => Item,
): StripePage<Item> {
  return { items: data.map(toItem), next: has_more ? data.at(-1)?.id : undefined };
}
