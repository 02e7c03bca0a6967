import type { z } from "zod";
import type { Scope } from "@/lib/access/scopes";
import type { ErrorCode } from "@/lib/shared/errors";
import type { Caller } from "./authorize";
import type { ApiRuntime } from "./runtime";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call a route. `public` must be written out: leaving it away doesn't compile. `any` asks
 * for a key or a session, whatever its scopes; `admin` for a scope of an admin, or of their key.
 */
export type Auth = "public" | "any" | { readonly scope: Scope } | { readonly admin: Scope };

/** What a handler is given: everything is checked already. */
export interface RouteContext<A extends Auth, Params, Query, Body> {
  readonly caller: A extends "public" ? undefined : Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The Idempotency-Key; a new one where it may be left away and was. */
  readonly idempotencyKey: string;
  readonly runtime: ApiRuntime;
  /** Headers of the answer, for the handler to add to. */
  readonly headers: Headers;
}

/** What a route is, as data: what validation, OpenAPI, docs/api.md and the tests read. */
export interface Route<
  A extends Auth = Auth,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** The operation's name in OpenAPI, and so of the client's method. */
  readonly id: string;
  readonly tag: string;
  readonly method: Method;
  /** Under /api/v1, with parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  readonly auth: A;
  /**
   * Whether the Idempotency-Key header must be sent: on every POST that moves credits, except that
   * Ops-Center's clients, who don't know it, may leave it away.
   */
  readonly idempotency: "required" | "optional" | "none";
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** 64 kB unless told. */
  readonly bodyLimitBytes?: number;
  readonly answer: Answer;
  /** Errors of its own; those that every such route has are added by `errorsOf`. */
  readonly errors: readonly ErrorCode[];
  // A method, so that a list of different routes has one type.
  handle(
    context: RouteContext<A, z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<z.input<Answer>>;
}

/** Declares a route; the types of its handler follow from the schemas. */
export function defineRoute<
  A extends Auth,
  Answer extends z.ZodType,
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(route: Route<A, Params, Query, Body, Answer>): Route {
  return route as Route;
}

/** Every error that a route may answer with: its own, and those of how it is called. */
export function errorsOf(route: Route): ErrorCode[] {
  const called: ErrorCode[] = ["rate_limited", "busy", "internal"];
  if (route.auth !== "public") called.push("unauthenticated");
  // Without a scope nothing is forbidden, unless a browser's request comes from another site.
  if (typeof route.auth === "object" || route.method !== "GET") called.push("forbidden");
  if (route.params || route.query || route.body) {
    called.push("invalid_input");
  }
  if (route.body) called.push("unsupported_media_type", "payload_too_large", "request_timeout");
  if (route.idempotency !== "none") called.push("idempotency_mismatch");
  return [...new Set([...route.errors, ...called])];
}
