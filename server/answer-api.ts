import { getRequestListener } from "@hono/node-server";
import { createApiApp } from "@/lib/api/app";
import { apiRuntime } from "@/lib/runtime/api-runtime";
import type { NodeHandler } from "./listener";

/** Answers /api/v1 by the API's own application, without the detour through Next. */
export function createApiHandler(): NodeHandler {
  const app = createApiApp(apiRuntime());
  // Next runs in this process, too, and knows Node's own Request and Response.
  const listen = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return async (request, response) => {
    await listen(request, response);
  };
}
