import type Stripe from "stripe";
import { newId, nowSeconds, type Store } from "../store";

export const API_VERSION = "2026-10-28.endive";

export type EventType = Stripe.Event["type"];

/** Who makes events and sends them. */
export interface Emitter {
  /**
   * Records that something happened and sends it to the webhook endpoints.
   * @param object as it is now: the event keeps a snapshot of it
   * @param previous the attributes that changed, as they were before; for `.updated` events
   */
  emit(type: EventType, object: object, previous?: object): Stripe.Event;
}

/** An event with a snapshot: https://docs.stripe.com/api/events/object */
export function makeEvent(
  store: Store,
  type: EventType,
  object: object,
  previous?: object,
): Stripe.Event {
  const event = {
    id: newId("evt"),
    object: "event",
    api_version: API_VERSION,
    created: nowSeconds(),
    data: {
      object: structuredClone(object),
      ...(previous && { previous_attributes: structuredClone(previous) }),
    },
    livemode: false,
    pending_webhooks: Object.keys(store.state.endpoints).length,
    request: { id: newId("req"), idempotency_key: null },
    type,
  } as unknown as Stripe.Event;
  store.state.events[event.id] = event;
  store.changed();
  return event;
}
