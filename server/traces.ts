import type { IncomingMessage, ServerResponse } from "node:http";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { wantsTraces } from "@/env/process";
import type { RouteName } from "./routes";

let enabled = false;

/** Starts OpenTelemetry when its standard variables say where to; otherwise it isn't even loaded. */
export async function startTraces(): Promise<void> {
  if (!wantsTraces()) return;
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  // Exporter, sampling and the service's name are taken from OTEL_… by the SDK itself.
  const sdk = new NodeSDK({ serviceName: "ops-center-credits", instrumentations: [] });
  sdk.start();
  enabled = true;
  process.once("beforeExit", () => void sdk.shutdown());
}

interface Traced {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: RouteName;
}

/** Answers a request within a span of its own, a child of the one that the client names. */
export function traceRequest(
  { request, response, route }: Traced,
  work: () => Promise<void>,
): Promise<void> {
  if (!enabled) return work();
  const parent = propagation.extract(context.active(), request.headers);
  return context.with(parent, () =>
    trace.getTracer("ops-center-credits").startActiveSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { "http.request.method": request.method, "http.route": route },
      },
      async (span) => {
        response.once("close", () => {
          span.setAttribute("http.response.status_code", response.statusCode);
          if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        });
        await work();
      },
    ),
  );
}
