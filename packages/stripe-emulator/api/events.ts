import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { changeMetadata, flag, list, metadata, type Params, required, text } from "../http/params";
import { invalid, missing } from "../http/stripe-error";
import { addEndpoint } from "../model/endpoints";
import { EVENT_NAMES } from "../model/event-names";
import { type Call, found, type Route, route } from "./route";

export const eventRoutes: readonly Route[] = [
  route(
    "GET",
    "/v1/events",
    [...LIST_PARAMS, "type", "types", "delivery_success"],
    ({ world, params }) => {
      const types = [text(params, "type") ?? [], list(params, "types").map(String)].flat();
      const success = text(params, "delivery_success");
      const all = Object.values(world.store.state.events).filter(
        (event) =>
          (types.length === 0 || types.some((type) => matches(type, event.type))) &&
          (success === undefined || (event.pending_webhooks === 0) === (success === "true")),
      );
      return listPage(all, params, "/v1/events", "event");
    },
  ),
  route("GET", "/v1/events/:id", [], ({ world, path }) =>
    found(world.store.state.events, path.id, (id) => missing("event", id)),
  ),
  route(
    "POST",
    "/v1/webhook_endpoints",
    ["url", "enabled_events", "description", "metadata", "api_version", "connect"],
    ({ world, params }) =>
      addEndpoint(world.store, {
        url: checkUrl(required(params, "url")),
        events: readEvents(params),
        description: text(params, "description"),
        metadata: metadata(params),
        apiVersion: text(params, "api_version"),
      }),
  ),
  route("GET", "/v1/webhook_endpoints", LIST_PARAMS, ({ world, params }) =>
    listPage(
      Object.values(world.store.state.endpoints).map(({ object }) => object),
      params,
      "/v1/webhook_endpoints",
      "webhook endpoint",
    ),
  ),
  route(
    "GET",
    "/v1/webhook_endpoints/:id",
    [],
    ({ world, path }) =>
      found(world.store.state.endpoints, path.id, (id) => missing("webhook endpoint", id)).object,
  ),
  route(
    "POST",
    "/v1/webhook_endpoints/:id",
    ["url", "enabled_events", "description", "metadata", "disabled"],
    updateEndpoint,
  ),
  route("DELETE", "/v1/webhook_endpoints/:id", [], ({ world, path }) => {
    const { object } = found(world.store.state.endpoints, path.id, (id) =>
      missing("webhook endpoint", id),
    );
    delete world.store.state.endpoints[object.id];
    return { id: object.id, object: "webhook_endpoint", deleted: true };
  }),
];

function updateEndpoint({ world, path, params }: Call): Stripe.WebhookEndpoint {
  const { object } = found(world.store.state.endpoints, path.id, (id) =>
    missing("webhook endpoint", id),
  );
  const url = text(params, "url");
  const disabled = flag(params, "disabled");
  Object.assign(object, {
    ...(url !== undefined && { url: checkUrl(url) }),
    ...("enabled_events" in params && { enabled_events: readEvents(params) }),
    ...("description" in params && { description: text(params, "description") ?? null }),
    ...(disabled !== undefined && { status: disabled ? "disabled" : "enabled" }),
    metadata: changeMetadata(object.metadata, params),
  });
  world.store.changed();
  return object;
}

function readEvents(params: Params): string[] {
  const events = list(params, "enabled_events").map(String);
  if (events.length === 0) {
    throw invalid("Missing required param: enabled_events.", "enabled_events", "parameter_missing");
  }
  const unknown = events.findIndex((name) => name !== "*" && !EVENT_NAMES.has(name));
  if (unknown >= 0) {
    throw invalid(`Invalid enabled_events: ${events[unknown]}`, `enabled_events[${unknown}]`);
  }
  return events;
}

function checkUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    throw invalid("Invalid URL", "url", "url_invalid");
  }
  return url;
}

/** `charge.*` stands for all events of charges. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
