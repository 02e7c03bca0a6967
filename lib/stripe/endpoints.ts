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

/** Asks for something that every key used here may read. @throws what Stripe's SDK does */
export async function tryKey(): Promise<void> {
  await stripe().checkout.sessions.list({ limit: 1 });
}

/** The header with which Stripe would sign a body now. */
export function signAsStripe(payload: string, secret: string): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret });
}
