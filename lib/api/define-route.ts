import type { z } from "zod";
import { env } from "@/env";
import { clientIp } from "@/lib/access/client-address";
import type { User } from "@/lib/access/users";
import { database } from "@/lib/runtime/database";
import { type ErrorCode, ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { log } from "@/lib/shared/log";
import { BODY_LIMIT_BYTES, readBody } from "./body";
import { type Auth, authorize } from "./caller";
import { problemResponse } from "./problem";
import { countRequest } from "./rate-limit";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a route is, as data: what OpenAPI and the tests read. */
export interface RouteDeclaration<
  A extends Auth,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly auth: A;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Answer;
  /** What it may answer beside its own: shown in the API description. */
  readonly errors: readonly ErrorCode[];
  readonly handle: (context: {
    readonly person: A extends "public" ? undefined : User;
    readonly query: z.output<Query>;
    readonly body: z.output<Body>;
    readonly request: Request;
  }) => Promise<z.input<Answer>>;
}

export type Handler = (request: Request) => Promise<Response>;

/**
 * Makes a request handler of a declaration: authorizes, reads and checks the input, checks the
 * output, and answers errors as problem documents.
 */
export function defineRoute<
  A extends Auth,
  Answer extends z.ZodType,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(route: RouteDeclaration<A, Query, Body, Answer>): Record<Method, Handler> {
  return methods(route.method, async (request, requestId) => {
    const person =
      route.auth === "public" ? undefined : await authorize(database().read, request, route.auth);
    await countRequest(person?.id ?? `ip:${clientIp(request.headers) ?? "unknown"}`);
    const answer = await route.handle({
      person: person as A extends "public" ? undefined : User,
      query: readQuery(request, route.query) as z.output<Query>,
      body: (await readJson(request, route.body)) as z.output<Body>,
      request,
    });
    return Response.json(checkAnswer(route.response, answer, requestId), {
      headers: { "cache-control": "no-store", "x-request-id": requestId },
    });
  });
}

/**
 * One handler for its own method; the others answer 405. Errors become problem documents.
 * For routes that don't speak JSON both ways, such as the webhook.
 */
export function methods(
  allowed: Method,
  handle: (request: Request, requestId: string) => Promise<Response>,
): Record<Method, Handler> {
  const answer = async (request: Request): Promise<Response> => {
    const requestId = newId();
    try {
      if (request.method !== allowed) {
        throw new ProductError("method_not_allowed", {
          detail: `Use ${allowed} here, not ${request.method}.`,
        });
      }
      return await handle(request, requestId);
    } catch (error) {
      const response = problemResponse(error, requestId);
      if (response.status === 405) response.headers.set("allow", allowed);
      return response;
    }
  };
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}

function readQuery(request: Request, schema: z.ZodObject | undefined): unknown {
  if (!schema) return {};
  return check(schema, Object.fromEntries(new URL(request.url).searchParams), "query parameter");
}

async function readJson(request: Request, schema: z.ZodType | undefined): Promise<unknown> {
  if (!schema) return undefined;
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ProductError("unsupported_media_type", {
      detail: "Send JSON, with Content-Type: application/json.",
    });
  }
  const bytes = await readBody(request, BODY_LIMIT_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new ProductError("invalid_input", { detail: "The body isn't valid JSON.", cause: error });
  }
  return check(schema, value, "field");
}

function check(schema: z.ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    field: issue.path.join("."),
    message: issue.message,
  }));
  const detail = errors
    .map(({ field, message }) => (field ? `The ${what} ${field}: ${message}` : message))
    .join(" ");
  throw new ProductError("invalid_input", { detail, extra: { errors } });
}

/** A wrong answer is our fault, and the caller's work is done: it is sent, and we are told. */
function checkAnswer(schema: z.ZodType, answer: unknown, requestId: string): unknown {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  if (!env().production) throw parsed.error;
  log.error({ requestId, issues: parsed.error.issues }, "An answer doesn't fit its declaration");
  return answer;
}
