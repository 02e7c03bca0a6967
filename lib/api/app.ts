import { Hono } from "hono";
import { noSuch } from "@/lib/shared/assert-id";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { answerWebhookRequest } from "./answer-delivery";
import { methodNotAllowed } from "./methods";
import { type ApiEnv, handleRoute } from "./mount-route";
import { describeApi } from "./openapi";
import { problemResponse } from "./problem";
import { requestIdOf } from "./request-id";
import type { Method } from "./route";
import { routes } from "./routes";
import type { ApiRuntime } from "./runtime";

const API_PATH = "/api/v1";
const DESCRIPTION_PATH = `${API_PATH}/openapi.json`;

/**
 * The HTTP API as one application: Next mounts it (app/api/v1/[[...path]]/route.ts), and the
 * server of production calls it without Next.
 */
export function createApiApp(runtime: ApiRuntime): Hono<ApiEnv> {
  // Not strict: a slash at the end of an address means the same.
  const app = new Hono<ApiEnv>({ strict: false });
  app.use(async (c, next) => {
    c.set("requestId", requestIdOf(c.req.raw));
    await next();
  });
  for (const route of routes) {
    app.on(route.method, toHonoPath(route.path), handleRoute(runtime, route));
  }
  app.all(WEBHOOK_PATH, (c) => answerWebhookRequest(c.req.raw));
  const description = JSON.stringify(describeApi(runtime.appUrl));
  app.get(DESCRIPTION_PATH, (c) =>
    c.body(description, 200, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-request-id": c.get("requestId"),
    }),
  );
  for (const [path, allow] of listMethods()) {
    app.all(path, (c) => {
      const requestId = c.get("requestId");
      if (c.req.method === "OPTIONS") {
        return c.body(null, 204, { allow, "cache-control": "no-store", "x-request-id": requestId });
      }
      const response = problemResponse(
        methodNotAllowed(c.req.method, allow),
        requestId,
        runtime.appUrl,
      );
      response.headers.set("allow", allow);
      return response;
    });
  }
  app.notFound((c) => problemResponse(noSuch("address"), c.get("requestId"), runtime.appUrl));
  app.onError((error, c) => problemResponse(error, c.get("requestId"), runtime.appUrl));
  return app;
}

/** The methods of each address, as the Allow header names them. */
function listMethods(): Map<string, string> {
  const methods = new Map<string, Method[]>([[DESCRIPTION_PATH, ["GET"]]]);
  for (const { method, path } of routes) {
    const address = toHonoPath(path);
    methods.set(address, [...(methods.get(address) ?? []), method]);
  }
  return new Map([...methods].map(([path, names]) => [path, names.join(", ")]));
}

/** "/holds/{id}" is "/api/v1/holds/:id" to Hono. */
function toHonoPath(path: string): string {
  return API_PATH + path.replace(/\{(\w+)\}/g, ":$1");
}
