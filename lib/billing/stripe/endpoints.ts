import Stripe from "stripe";
import { stripe } from "./client";
import { HANDLED_EVENTS } from "./events";

/** An address to which Stripe sends events. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Events that this product handles and that aren't sent there. */
  readonly missingEvents: readonly string[];
}

/** https://docs.stripe.com/api/webhook_endpoints/list */
export async function listEndpoints(): Promise<WebhookEndpoint[]> {
  const { data } = await stripe().webhookEndpoints.list({ limit: 100 });
  return data.map(({ id, url, status, enabled_events: events }) => ({
    id,
    url,
    enabled: status === "enabled",
    missingEvents: events.includes("*")
      ? []
      : HANDLED_EVENTS.filter((event) => !events.includes(event)),
  }));
}

/**
 * How many of the newest events found no endpoint that took them: at most 100, which is enough to
 * know that something is wrong. https://docs.stripe.com/api/events/list
 */
export async function countUndelivered(since: Date): Promise<number> {
  const { data } = await stripe().events.list({
    types: [...HANDLED_EVENTS],
    delivery_success: false,
    created: { gte: Math.floor(since.getTime() / 1000) },
    limit: 100,
  });
  return data.length;
}

/** Asks for something that every key used here may read. @throws what Stripe's SDK does */
export async function tryKey(): Promise<void> {
  await stripe().checkout.sessions.list({ limit: 1 });
}

/** The header with which Stripe would sign a body now. */
export function signAsStripe(payload: string, secret: string): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret });
}
