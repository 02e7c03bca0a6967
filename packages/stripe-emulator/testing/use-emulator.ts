import Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import { type RunningEmulator, startEmulator } from "../server";

/** An emulator of a test file's own, and what the file talks to it with. */
export interface TestEmulator {
  readonly url: string;
  /** The stock SDK, pointed at the emulator. */
  readonly stripe: Stripe;
  /** Calls the control API and throws what it refuses. */
  control<Answer>(path: string, body?: object, method?: string): Promise<Answer>;
  /** The types of the events so far, oldest first. */
  eventTypes(): Promise<string[]>;
}

/** Starts an emulator before the tests of a file and stops it after them. */
export function useEmulator(): () => TestEmulator {
  let running: RunningEmulator | undefined;
  let shared: TestEmulator | undefined;
  beforeAll(async () => {
    running = await startEmulator({ port: 0 });
    shared = describeEmulator(running);
  });
  afterAll(() => running?.close());
  return () => {
    if (!shared) throw new Error("The emulator runs only inside of tests and hooks.");
    return shared;
  };
}

function describeEmulator({ url, port }: RunningEmulator): TestEmulator {
  const stripe = new Stripe("sk_test_ofTheseTests", {
    host: "127.0.0.1",
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return {
    url,
    stripe,
    async control(path, body = {}, method = "POST") {
      const answer = await fetch(`${url}/_emulator/${path}`, {
        method,
        body: method === "GET" ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
    async eventTypes() {
      const { data } = await stripe.events.list({ limit: 100 });
      return data.map(({ type }) => type).reverse();
    },
  };
}

/** Creates a session that sells one thing. */
export function createSession(
  stripe: Stripe,
  params: Stripe.Checkout.SessionCreateParams = {},
  amountMinor = 1_000,
): Promise<Stripe.Checkout.Session> {
  const hosted = params.ui_mode === undefined && { success_url: "http://localhost/done" };
  return stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: "usd",
          unit_amount: amountMinor,
          product_data: { name: "Starter Pack" },
        },
      },
    ],
    ...hosted,
    ...params,
  });
}
