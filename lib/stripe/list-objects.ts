import type Stripe from "stripe";
import type { PaymentUpdate, PurchaseRef } from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { HANDLED_EVENTS } from "./events";
import { type ParsedEvent, parseEvent } from "./parsed-event";
import { readDispute, readRefund } from "./read-reversal";
import {
  idOf,
  isAsyncFailed,
  purchaseFromMetadata,
  readExpandedCharge,
  readSession,
} from "./read-session";

/** An object of Stripe's as it is now, read for comparison. */
export interface StripeItem {
  readonly id: string;
  readonly createdAt: Date;
  /** The purchase that the payment's own metadata names; undefined for other programs' payments. */
  readonly named: Extract<PurchaseRef, { by: "purchase" }> | undefined;
  /** Ids by which the purchase may be known here: of the session, the payment and the charge. */
  readonly knownBy: readonly string[];
  readonly updates: readonly PaymentUpdate[];
}

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
  return toPage(page, (session) => ({
    ...named(session.metadata),
    knownBy: [session.id],
    updates: [readSession(session, isAsyncFailed(session)), ...readExpandedCharge(session)],
  }));
}

/** https://docs.stripe.com/api/refunds/list */
export async function listRefundsSince(request: PageRequest): Promise<StripePage<StripeItem>> {
  const page = await stripe().refunds.list({
    ...params(request),
    expand: ["data.payment_intent"],
  });
  return toPage(page, (refund) => ({
    ...named(metadataOf(refund.payment_intent)),
    knownBy: ids(refund.payment_intent, refund.charge),
    updates: [readRefund(refund)],
  }));
}

/** https://docs.stripe.com/api/disputes/list */
export async function listDisputesSince(request: PageRequest): Promise<StripePage<StripeItem>> {
  const page = await stripe().disputes.list({
    ...params(request),
    expand: ["data.payment_intent"],
  });
  return toPage(page, (dispute) => ({
    ...named(metadataOf(dispute.payment_intent)),
    knownBy: ids(dispute.payment_intent, dispute.charge),
    updates: [readDispute(dispute)],
  }));
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
  return toPage(page, (event) => ({ read: () => parseEvent(event) }));
}

function params({ since, after }: PageRequest) {
  return {
    limit: 100,
    created: { gte: Math.floor(since.getTime() / 1000) },
    ...(after && { starting_after: after }),
  };
}

function toPage<Row extends { id: string; created: number }, Read>(
  { data, has_more }: Stripe.ApiList<Row>,
  read: (row: Row) => Read,
): StripePage<{ id: string; createdAt: Date } & Read> {
  return {
    items: data.map((row) => ({
      id: row.id,
      createdAt: new Date(row.created * 1000),
      ...read(row),
    })),
    next: has_more ? data.at(-1)?.id : undefined,
  };
}

function named(metadata: Stripe.Metadata | null): Pick<StripeItem, "named"> {
  const ref = purchaseFromMetadata(metadata);
  return { named: ref?.by === "purchase" ? ref : undefined };
}

function metadataOf(intent: string | Stripe.PaymentIntent | null): Stripe.Metadata | null {
  return typeof intent === "object" ? (intent?.metadata ?? null) : null;
}

function ids(...references: (string | { id: string } | null)[]): string[] {
  return references.map(idOf).filter((id) => id !== null);
}
