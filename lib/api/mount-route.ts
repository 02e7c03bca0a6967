import type { Context } from "hono";
import { clientIp } from "@/lib/access/client-address";
import { log } from "@/lib/shared/log";
import { authorize } from "./authorize";
import { readBody } from "./body";
import { type ReadBytes, readInput } from "./read-input";
import type { Route } from "./route";
import type { ApiRuntime } from "./runtime";

/** What travels with a request through the application. */
export interface ApiEnv {
  /** How bodies are read where the server has a shorter way than the request's stream. */
  Bindings: { readonly readBytes?: ReadBytes };
  Variables: { requestId: string };
}

/**
 * Makes a handler of a route: authorizes, reads and checks the input, runs the route's own work,
 * checks the answer.
 */
export function handleRoute(runtime: ApiRuntime, route: Route) {
  return async (c: Context<ApiEnv>): Promise<Response> => {
    const request = c.req.raw;
    const address = clientIp(request.headers);
    const caller =
      route.auth === "public"
        ? await runtime.limits.countLookup(address)
        : await authorize(runtime, request, route.auth, address);
    const readBytes = c.env?.readBytes ?? ((limitBytes) => readBody(request, limitBytes));
    const input = await readInput(request, c.req.param(), route, readBytes);
    const headers = new Headers({
      "cache-control": "no-store",
      "x-request-id": c.get("requestId"),
    });
    const context = { ...input, caller, runtime, headers } as Parameters<Route["handle"]>[0];
    const answer = await route.handle(context);
    return Response.json(checkAnswer(runtime, route, answer), { headers });
  };
}

/** A wrong answer is our fault, and the caller's work is done: it is sent, and we are told. */
function checkAnswer(runtime: ApiRuntime, route: Route, answer: unknown): unknown {
  const parsed = route.answer.safeParse(answer);
  if (parsed.success) return parsed.data;
  if (!runtime.production) throw parsed.error;
  log.error({ route: route.id, issues: parsed.error.issues }, "An answer doesn't fit its schema");
  return answer;
}
