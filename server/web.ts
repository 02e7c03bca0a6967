/** A process that answers requests: started by the primary, as many as WEB_CONCURRENCY says. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { env } from "@/env";
import { tellAppUrl, tellNextConfig } from "@/env/process";
import { announceOnce } from "@/lib/runtime/lifecycle";
import { claimAddresses } from "@/lib/shared/address-source";
import { reasonOf } from "@/lib/shared/reason-of";
import { createApiHandler } from "./answer-api";
import { answerMetrics } from "./answer-metrics";
import { drainServer } from "./drain-server";
import { createListener } from "./listener";
import { onDrain, tellPrimary } from "./messages";
import { startTraces } from "./traces";

const settings = env();
const { port, host, appUrl } = settings.web;
tellAppUrl(appUrl);
tellNextConfig(readFileSync(path.resolve(".next", "required-server-files.json"), "utf8"));
claimAddresses();
// The primary has said it for all.
announceOnce();
await startTraces();
answerMetrics();

const { default: next } = await import("next");
const app = next({ dev: false, dir: process.cwd(), port, hostname: host ?? "localhost" });
await app.prepare();

const server = createServer(
  {
    // A sender that is slow on purpose holds a connection, and there are many of them.
    headersTimeout: 10_000,
    requestTimeout: 11_000,
    connectionsCheckingInterval: 1_000,
    // Longer than the 60 s of common load balancers, which otherwise reuse what is just closing.
    keepAliveTimeout: 65_000,
  },
  createListener({ next: app.getRequestHandler(), api: createApiHandler() }, settings),
);
server.once("error", async (error) => {
  const reason = `It can't listen on ${host ?? "port"} ${port}: ${reasonOf(error)}. Set PORT and HOST to what is free here.`;
  await tellPrimary({ kind: "fatal", reason });
  process.exit(1);
});
server.listen({ port, host }, () => void tellPrimary({ kind: "ready" }));
onDrain(() => void drainServer(server, settings.processes).then(() => process.exit(0)));
