import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import { newId, nowSeconds, type Store } from "../store";

/** A place to which events are sent. The secret is told only now, as on Stripe. */
export function addEndpoint(
  store: Store,
  given: { url: string; events: string[]; secret?: string; metadata?: Record<string, string> },
): Stripe.WebhookEndpoint {
  const secret = given.secret ?? `whsec_${randomBytes(24).toString("hex")}`;
  const object: Stripe.WebhookEndpoint = {
    id: newId("we"),
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: nowSeconds(),
    description: null,
    enabled_events: given.events,
    livemode: false,
    metadata: given.metadata ?? {},
    status: "enabled",
    url: given.url,
  };
  store.state.endpoints[object.id] = { object, secrets: [secret] };
  store.changed();
  return { ...object, secret };
}
