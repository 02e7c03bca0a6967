import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFreePort } from "../../ports";
import { type System, startSystem, until } from "./system";

let system: System;
beforeAll(async () => {
  system = await startSystem([]);
});
afterAll(() => system.stop());

it("a request is traced to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, within the caller's trace", async () => {
  const bodies: string[] = [];
  const collector = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(`${request.url} ${Buffer.concat(parts).toString("latin1")}`);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const port = await findFreePort();
  const app = system.addApp(port, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "100",
  });
  await app.start();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  await fetch(`http://127.0.0.1:${port}/api/v1/credits/balance`, {
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  await until(async () => bodies.some((body) => body.includes(traceId)), 20_000);
  const [sent = ""] = bodies.filter((body) => body.includes(traceId));
  expect(sent).toMatch(/^\/v1\/traces /);
  expect(sent).toContain("ops-center-credits");
  expect(sent).toContain("GET api");
  collector.closeAllConnections();
  collector.close();
});
