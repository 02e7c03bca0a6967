import { assertKnown, type Params } from "../http/params";
import type { World } from "../model/world";

export interface Call {
  readonly world: World;
  readonly params: Params;
  /** Values of the path's `:names`. */
  readonly path: Readonly<Record<string, string>>;
  /** Whether the caller speaks the pinned API version; the official CLI sends none. */
  readonly pinned: boolean;
}

/** A route of the public API as data: what isn't among `params` is refused, as on Stripe. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly params: readonly string[];
  readonly handle: (call: Call) => unknown;
}

export function route(
  method: Route["method"],
  path: string,
  params: readonly string[],
  handle: Route["handle"],
): Route {
  return {
    method,
    path,
    params,
    handle: (call) => {
      assertKnown(call.params, params);
      return handle(call);
    },
  };
}

/** The object of a table, or Stripe's 404. */
export function found<T>(
  table: Readonly<Record<string, T>>,
  id: string | undefined,
  missing: (id: string) => Error,
): T {
  const object = id === undefined ? undefined : table[id];
  if (!object) throw missing(id ?? "");
  return object;
}
