import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Env } from "@/env";
import { clientIp } from "@/lib/access/client-address";
import { answerHeaders, answerKindOf } from "@/lib/access/security-headers";
import { problemResponse } from "@/lib/api/problem";
import { chooseRequestId } from "@/lib/api/request-id";
import { isStopping } from "@/lib/runtime/lifecycle";
import { answerHealth, answerLive, answerReady } from "@/lib/runtime/readiness";
import { log } from "@/lib/shared/log";
import { withRequest } from "@/lib/shared/request-context";
import { logRequest } from "./access-log";
import { answerWebhook } from "./answer-webhook";
import { limitBody } from "./limit-body";
import { refuseRequest } from "./refuse-request";
import { chooseRoute, pathOf, type RouteName } from "./routes";
import { sendResponse } from "./send-response";
import { tellClientAddress } from "./tell-client-address";
import { traceRequest } from "./traces";

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Every address of the product: what isn't answered here is Next's. */
export function createListener(
  { next, api }: { readonly next: NodeHandler; readonly api: NodeHandler },
  { web }: Env,
): RequestListener {
  const handlers: Record<RouteName, NodeHandler> = {
    live: async (_request, response) => sendResponse(response, answerLive()),
    ready: async (_request, response) => sendResponse(response, await answerReady()),
    health: async (_request, response) => sendResponse(response, await answerHealth()),
    webhook: answerWebhook,
    api,
    pages: async (request, response) => {
      if (limitBody(request, response)) await next(request, response);
    },
  };
  return (request, response) => {
    const startedAt = performance.now();
    const route = chooseRoute(request.method, request.url);
    if (!web.trustProxy) tellClientAddress(request);
    const context = {
      requestId: chooseRequestId(header(request, "x-request-id")),
      ip: clientIp({ get: (name) => header(request, name) ?? null }, web.trustProxy),
    };
    request.headers["x-request-id"] = context.requestId;
    response.setHeader("x-request-id", context.requestId);
    const refusal = refuseRequest(request);
    const kind = refusal ? "data" : answerKindOf(pathOf(request.url));
    const security = answerHeaders(kind, web.appUrl.startsWith("https://"));
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    // A connection that is kept would outlive the listener.
    if (isStopping()) response.setHeader("connection", "close");
    response.once("close", () => logRequest({ request, response, route, startedAt, context }));
    if (refusal) {
      response.setHeader("connection", "close");
      void sendResponse(response, problemResponse(refusal, context.requestId));
      return;
    }
    withRequest(context, () => {
      traceRequest({ request, response, route }, () => handlers[route](request, response)).catch(
        (error: unknown) => failRequest(response, error),
      );
    });
  };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** What was thrown past every handler: the log says it, the client learns nothing of it. */
function failRequest(response: ServerResponse, error: unknown): void {
  log.error({ err: error }, "A request failed");
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}
