import { createHash, randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { catalogueRoutes } from "../api/catalogue";
import { customerRoutes } from "../api/customers";
import { discountRoutes } from "../api/discounts";
import { eventRoutes } from "../api/events";
import { paymentRoutes } from "../api/payments";
import { returnRoutes } from "../api/returns";
import type { Route } from "../api/route";
import { sessionRoutes } from "../api/sessions";
import { type ApiFault, type Faults, sufferAfter, sufferBefore, takeApiFault } from "../faults";
import { API_VERSION } from "../model/events";
import type { World } from "../model/world";
import { expand } from "./expand";
import { parseParams } from "./params";
import { StripeError } from "./stripe-error";

const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...paymentRoutes,
  ...returnRoutes,
  ...catalogueRoutes,
  ...discountRoutes,
  ...customerRoutes,
  ...eventRoutes,
];

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Kept {
  readonly fingerprint: string;
  /** Undefined while the first request is still being carried out. */
  answer: Answer | undefined;
}

/** The API as https://docs.stripe.com/api describes it, for the objects that are here. */
export function publicApi(world: World, faults: Faults): Hono {
  const app = new Hono();
  const kept = new Map<string, Kept>();
  for (const route of ROUTES) {
    app.on(route.method, route.path, async (context) => {
      const requestId = `req_${randomBytes(8).toString("hex")}`;
      try {
        authenticate(context.req.header("authorization"));
        const fault = takeApiFault(faults, context.req.method, context.req.path);
        const answer = await answerOnce(context, route, world, kept, fault);
        await sufferAfter(fault);
        return send(context, requestId, answer.status, answer.body, answer.replayed);
      } catch (error) {
        return send(context, requestId, ...problem(error, requestId));
      }
    });
  }
  app.all("/v1/*", (context) => {
    const { method, path } = context.req;
    const error = new StripeError(404, {
      type: "invalid_request_error",
      message: `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
    });
    const requestId = `req_${randomBytes(8).toString("hex")}`;
    return send(context, requestId, ...problem(error, requestId));
  });
  return app;
}

/** Any test key will do; a live key must never be sent here. https://docs.stripe.com/api/authentication */
function authenticate(header: string | undefined): void {
  const bearer = /^Bearer (.+)$/i.exec(header ?? "")?.[1];
  const basic = /^Basic (.+)$/i.exec(header ?? "")?.[1];
  const key = bearer ?? (basic && Buffer.from(basic, "base64").toString().split(":")[0]);
  if (!key) {
    throw new StripeError(401, {
      type: "invalid_request_error",
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  }
  if (!/^(sk|rk)_test_\w+$/.test(key)) {
    throw new StripeError(401, {
      type: "invalid_request_error",
      message: `Invalid API Key provided: ${key.slice(0, 8)}****`,
    });
  }
}

/**
 * Carries a request out once for its key: the first answer is kept, a 500 too, and answers whoever
 * asks again. Only what Stripe never began to carry out (429, no answer) leaves the key free.
 * https://docs.stripe.com/api/idempotent_requests
 */
async function answerOnce(
  context: Context,
  route: Route,
  world: World,
  kept: Map<string, Kept>,
  fault: ApiFault | undefined,
) {
  const { req } = context;
  const body = req.method === "GET" ? new URL(req.url).search.slice(1) : await req.text();
  const work = async (): Promise<Answer> => {
    await sufferBefore(fault);
    return carryOut(context, route, world, body);
  };
  const key = req.header("idempotency-key");
  if (!key || req.method !== "POST") return { ...(await work()), replayed: false };
  const fingerprint = fingerprintOf(req.path, body);
  const known = kept.get(key);
  if (known && known.fingerprint !== fingerprint) {
    throw new StripeError(400, {
      type: "idempotency_error",
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }
  if (known?.answer) return { ...known.answer, replayed: true };
  if (known) {
    throw new StripeError(409, {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message: `There is currently another in-progress request using this idempotent key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    });
  }
  const entry: Kept = { fingerprint, answer: undefined };
  if (!neverBegins(fault)) kept.set(key, entry);
  try {
    entry.answer = await work();
  } catch (error) {
    if (neverBegins(fault)) throw error;
    const [status, text] = problem(error, "req_kept");
    entry.answer = { status, body: text };
  }
  return { ...entry.answer, replayed: false };
}

/** Of what was asked: parameters in another order or with other escapes are the same. */
function fingerprintOf(path: string, body: string): string {
  const params = JSON.stringify(parseParams(body), (_name, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(`${path}\n${params}`).digest("hex");
}

function neverBegins(fault: ApiFault | undefined): boolean {
  return fault?.kind === "timeout" || (fault?.kind === "status" && fault.status === 429);
}

function carryOut(context: Context, route: Route, world: World, body: string): Answer {
  const params = parseParams(body);
  try {
    const object = route.handle({
      world,
      params,
      path: context.req.param() as Record<string, string>,
      pinned: context.req.header("stripe-version") === API_VERSION,
    });
    return {
      status: 200,
      body: JSON.stringify(expand(world.store.state, object, params), null, 2),
    };
  } catch (error) {
    const [status, text] = problem(error, "req_kept");
    return { status, body: text };
  }
}

function problem(error: unknown, requestId: string): [status: number, body: string] {
  if (!(error instanceof StripeError)) console.error(error);
  const known =
    error instanceof StripeError
      ? error
      : new StripeError(500, { type: "api_error", message: "The emulator failed; see its log." });
  const details = {
    ...known.body,
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  };
  return [known.status, JSON.stringify({ error: details }, null, 2)];
}

function send(
  context: Context,
  requestId: string,
  status: number,
  body: string,
  replayed = false,
): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/json",
      "request-id": requestId,
      "stripe-version": context.req.header("stripe-version") ?? API_VERSION,
      ...(context.req.header("idempotency-key") && {
        "idempotency-key": context.req.header("idempotency-key") ?? "",
      }),
      ...(replayed && { "idempotent-replayed": "true" }),
      // As on Stripe: whether the SDK should try again.
      ...(status >= 500 && { "stripe-should-retry": "true" }),
    },
  });
}
