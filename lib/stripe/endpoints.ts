import Stripe from "stripe";
import { isLoopback } from "@/lib/shared/loopback";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { stripe } from "./client";
import { isNotFound } from "./errors";
import { HANDLED_EVENTS } from "./events";
import { APP_MARK } from "./read-session";

/** An address to which Stripe sends events. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Events that this product handles and that aren't sent there. */
  readonly missingEvents: readonly string[];
  /** Whether it is sent what this product handles and nothing else. */
  readonly exact: boolean;
}

/** https://docs.stripe.com/api/webhook_endpoints/list */
export async function listEndpoints(): Promise<WebhookEndpoint[]> {
  const { data } = await stripe().webhookEndpoints.list({ limit: 100 });
  return data.map(({ id, url, status, enabled_events: events }) => {
    const missing = HANDLED_EVENTS.filter((event) => !events.includes(event));
    return {
      id,
      url,
      enabled: status === "enabled",
      missingEvents: events.includes("*") ? [] : missing,
      exact: missing.length === 0 && events.length === HANDLED_EVENTS.length,
    };
  });
}

/** Whether an endpoint's events arrive at the webhook of the app at an address. */
export function leadsTo(appUrl: string): (endpoint: WebhookEndpoint) => boolean {
  const app = new URL(appUrl);
  return ({ url }) => {
    const target = new URL(url);
    const sameHost =
      target.host === app.host ||
      (isLoopback(target) && isLoopback(app) && target.port === app.port);
    return sameHost && target.pathname.replace(/\/$/, "") === WEBHOOK_PATH;
  };
}

/**
 * Makes an endpoint that is sent exactly the events handled here, in the API version they are read
 * in. https://docs.stripe.com/api/webhook_endpoints/create
 * @returns its signing secret, which Stripe tells only now
 */
export async function createEndpoint(url: string): Promise<{ id: string; secret: string }> {
  const { id, secret } = await stripe().webhookEndpoints.create({
    url,
    enabled_events: [...HANDLED_EVENTS],
    api_version: Stripe.API_VERSION,
    description: "Ops-Center Credits",
    metadata: { app: APP_MARK },
  });
  if (!secret) throw new Error(`Stripe told no secret of the webhook endpoint ${id}`);
  return { id, secret };
}

/** Switches an endpoint on and sends it exactly the events handled here. */
export async function updateEndpoint(id: string): Promise<void> {
  await stripe().webhookEndpoints.update(id, {
    enabled_events: [...HANDLED_EVENTS],
    disabled: false,
  });
}

export async function deleteEndpoint(id: string): Promise<void> {
  await stripe().webhookEndpoints.del(id);
}

/** Asks for something that every key used here may read. @throws what Stripe's SDK does */
export async function tryKey(): Promise<void> {
  await stripe().checkout.sessions.list({ limit: 1 });
}

/** The header with which Stripe would sign a body now. */
export function signAsStripe(payload: string, secret: string): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret });
}

/** Whether this Stripe account made an event. https://docs.stripe.com/api/events/retrieve */
export async function isKnownEvent(id: string): Promise<boolean> {
  try {
    await stripe().events.retrieve(id);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
