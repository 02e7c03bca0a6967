import { LIST_PARAMS, listPage } from "../http/lists";
import { list, metadata, required, text } from "../http/params";
import { invalid, missing } from "../http/stripe-error";
import { addEndpoint } from "../model/endpoints";
import { found, type Route, route } from "./route";

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
    ({ world, params }) => {
      const events = list(params, "enabled_events").map(String);
      if (events.length === 0)
        throw invalid(
          "Missing required param: enabled_events.",
          "enabled_events",
          "parameter_missing",
        );
      const url = required(params, "url");
      if (!URL.canParse(url)) throw invalid("Invalid URL", "url", "url_invalid");
      return addEndpoint(world.store, { url, events, metadata: metadata(params) });
    },
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
  route("DELETE", "/v1/webhook_endpoints/:id", [], ({ world, path }) => {
    const { object } = found(world.store.state.endpoints, path.id, (id) =>
      missing("webhook endpoint", id),
    );
    delete world.store.state.endpoints[object.id];
    return { id: object.id, object: "webhook_endpoint", deleted: true };
  }),
];

/** `charge.*` stands for all events of charges. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
