import type { IncomingMessage } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApiApp } from "@/lib/api/app";
import { BODY_DEADLINE_MS } from "@/lib/api/body";
import { apiRuntime } from "@/lib/runtime/api-runtime";
import type { NodeHandler } from "./listener";
import { readNodeBody } from "./read-node-body";

/** Answers /api/v1 by the API's own application, without the detour through Next. */
export function createApiHandler(): NodeHandler {
  const app = createApiApp(apiRuntime());
  const listen = getRequestListener(
    // Bodies come from Node's stream: a web stream around it costs a quarter of a request.
    (request, { incoming }) =>
      app.fetch(request, {
        // The listener speaks HTTP/1 only.
        readBytes: (limitBytes) =>
          readNodeBody(incoming as IncomingMessage, limitBytes, BODY_DEADLINE_MS),
      }),
    // Next runs in this process, too, and knows Node's own Request and Response.
    { overrideGlobalObjects: false },
  );
  return async (request, response) => {
    await listen(request, response);
  };
}
