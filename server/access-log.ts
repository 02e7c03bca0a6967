import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/shared/log";
import { metrics } from "@/lib/shared/metrics";
import type { RequestContext } from "@/lib/shared/request-context";
import { pathOf, type RouteName } from "./routes";

interface Answered {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: RouteName;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly context: RequestContext;
}

/** What is asked every few seconds, and files of the build: seen at the level `debug`. */
const QUIET = /^\/(_next\/static\/|api\/(live|ready|health)$)/;

/**
 * One line a request: id, method, path, status, duration and, for what was refused, the reason. No
 * address, no name, no query and no header: nothing in it says who it was.
 */
export function logRequest({ request, response, route, startedAt, context }: Answered): void {
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  const { method } = request;
  // The client went away before it had its answer. nginx's number for it.
  const status = response.writableFinished ? response.statusCode : 499;
  metrics().requests.observe({ route, method, status }, durationMs / 1000);
  const path = pathOf(request.url);
  const quiet = status < 400 && QUIET.test(path);
  const level = status >= 500 ? "error" : quiet ? "debug" : "info";
  log[level](
    {
      requestId: context.requestId,
      method,
      path,
      status,
      durationMs,
      ...(status >= 400 && { reason: context.reason ?? reasonOfStatus(status) }),
    },
    "Request",
  );
}

function reasonOfStatus(status: number): string | undefined {
  return status === 499 ? "client_closed_request" : undefined;
}
