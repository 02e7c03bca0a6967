import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import { newId, nowSeconds, type Store } from "../store";

/** A place to which events are sent. The secret is told only now, as on Stripe. */
export function addEndpoint(
  store: Store,
  given: {
    readonly url: string;
    readonly events: string[];
    readonly description?: string;
    readonly metadata?: Record<string, string>;
    readonly apiVersion?: string;
    /** A secret chosen by the options of this start; the API makes one up. */
    readonly secret?: string;
    readonly ofOptions?: boolean;
  },
): Stripe.WebhookEndpoint {
  const secret = given.secret ?? `whsec_${randomBytes(24).toString("hex")}`;
  const object: Stripe.WebhookEndpoint = {
    id: newId("we"),
    object: "webhook_endpoint",
    api_version: given.apiVersion ?? null,
    application: null,
    created: nowSeconds(),
    description: given.description ?? null,
    enabled_events: given.events,
    livemode: false,
    metadata: given.metadata ?? {},
    status: "enabled",
    url: given.url,
  };
  store.state.endpoints[object.id] = {
    object,
    secrets: [secret],
    ofOptions: given.ofOptions ?? false,
  };
  store.changed();
  return { ...object, secret };
}
