import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { controlApi } from "./control";
import { Deliveries } from "./deliveries";
import type { Faults } from "./faults";
import { publicApi } from "./http/public-api";
import { refuseForeign } from "./http/refuse-foreign";
import { addEndpoint } from "./model/endpoints";
import { expireDueSessions } from "./model/pay";
import type { World } from "./model/world";
import { dashboard } from "./pages/dashboard";
import { embeddedPages } from "./pages/embedded";
import { payPages } from "./pages/pay";
import { stripeJs } from "./pages/stripe-js";
import { Store } from "./store";

export interface EmulatorOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly host?: string;
  /** Names besides its own address by which callers may reach it, such as that of a container. */
  readonly hostNames?: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  /** Where its objects are kept between two starts. */
  readonly stateFile?: string;
}

export interface RunningEmulator {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const EXPIRY_CHECK_MS = 1_000;

/** Starts an emulator of Stripe in this process. @throws when the port is taken */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const host = options.host ?? "127.0.0.1";
  const store = new Store(options.stateFile);
  const faults: Faults = { api: [], deliveries: [] };
  const deliveries = new Deliveries(store, faults);
  if (options.webhookUrl) {
    addEndpoint(store, {
      ...{ url: options.webhookUrl, secret: options.webhookSecret },
      ...{ events: ["*"], ofOptions: true },
    });
  }
  const app = new Hono();
  const server = await listen(app, host, options.port);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  const base = `http://${host}:${port}`;
  const world: World = { store, emitter: deliveries, base };
  app.use(refuseForeign([host, ...(options.hostNames ?? [])]));
  app.route("/", stripeJs(world));
  app.route("/", publicApi(world, faults));
  app.route("/", controlApi(world, deliveries, faults));
  app.route("/", payPages(world));
  app.route("/", embeddedPages(world));
  app.route("/", dashboard(world, deliveries, faults));
  const expiry = setInterval(() => expireDueSessions(world), EXPIRY_CHECK_MS);
  expiry.unref();
  return {
    url: base,
    port,
    async close() {
      clearInterval(expiry);
      deliveries.close();
      store.flush();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(server)) as Server;
    server.once("error", reject);
  });
}
