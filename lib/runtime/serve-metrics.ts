import { once } from "node:events";
import { createServer } from "node:http";
import type { Env } from "@/env";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";

/**
 * Serves `GET /metrics` on a port of its own, apart from what the public reaches. A port that is
 * taken costs the metrics, not the product: it is said in the log.
 * @param read gives Prometheus' text format
 * @returns a function that closes it
 */
export async function serveMetrics(
  where: Env["processes"]["metrics"],
  read: () => Promise<string>,
): Promise<() => void> {
  if (!where) return () => {};
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url?.split("?")[0] !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    read().then(
      (text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(text),
      (error: unknown) => {
        log.error({ err: error }, "Metrics could not be read");
        response.writeHead(500).end();
      },
    );
  });
  server.listen(where.port, where.host);
  try {
    await once(server, "listening");
  } catch (error) {
    log.warn(
      { host: where.host, port: where.port },
      `Metrics are not served: ${reasonOf(error)}. Set METRICS_PORT to a free port, or to 0.`,
    );
    return () => {};
  }
  server.unref();
  return () => server.close();
}
