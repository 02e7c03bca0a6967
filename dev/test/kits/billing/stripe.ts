import { afterAll, beforeAll, vi } from "vitest";
import type { Database } from "@/db/client";
import { env } from "@/env";
import { createUser, type User } from "@/lib/access/users";
import { startCheckout } from "@/lib/checkout/checkout";
import { newId } from "@/lib/shared/ids";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";

/** The numbers of a reconciliation that found everything in order. */
export const NOTHING_REPAIRED = {
  credited: 0,
  purchases: 0,
  refunds: 0,
  disputes: 0,
  events: 0,
  refundRequests: 0,
};

/** What the emulator says was paid, from its side. */
export interface StripeLedgerRow {
  readonly session: string;
  readonly payment_intent: string | null;
  readonly amount_refunded: number;
}

/** A fault that the next calls of Stripe's API run into; see packages/stripe-emulator/faults.ts. */
export interface StripeFault {
  readonly match: string;
  readonly next: number;
  readonly kind: "status" | "timeout" | "delay" | "drop_after";
  readonly status?: number;
  readonly delayMs?: number;
}

export interface TestStripe {
  readonly url: string;
  /** Does something at Stripe that no program of ours asked for. */
  act(path: string, body?: Record<string, unknown>): Promise<Record<string, unknown>>;
  fail(...faults: StripeFault[]): Promise<void>;
  recover(): Promise<void>;
  rowOf(sessionId: string): Promise<StripeLedgerRow>;
  /** Everything that was paid. */
  ledger<Row>(): Promise<Row[]>;
  /** What Stripe's own API answers to a GET. */
  get<Answer>(path: string, query?: Readonly<Record<string, string | number>>): Promise<Answer>;
}

/**
 * Gives the tests of a file a Stripe of their own.
 * @param webhookUrl where it delivers events; without one none are sent, as if all were lost
 */
export function useStripe(webhookUrl?: string): () => TestStripe {
  let emulator: RunningEmulator | undefined;
  const running = () => {
    if (!emulator) throw new Error("Stripe is there only inside of tests and hooks.");
    return emulator;
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${running().url}/_emulator/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  beforeAll(async () => {
    emulator = await startEmulator({ port: 0, webhookUrl });
    // Before anything asks for the environment, which is read once.
    vi.stubEnv("STRIPE_API_BASE", emulator.url);
  });
  afterAll(() => emulator?.close());
  const stripe: TestStripe = {
    ledger: () => call("GET", "ledger"),
    async get(path, query = {}) {
      const pairs = Object.entries(query).map(([name, value]) => [name, `${value}`]);
      const response = await fetch(`${running().url}/v1/${path}?${new URLSearchParams(pairs)}`, {
        headers: { authorization: `Bearer ${env().stripe.secretKey}` },
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return response.json();
    },
    get url() {
      return running().url;
    },
    act: (path, body = {}) => call("POST", path, body),
    async fail(...faults) {
      for (const api of faults) await call("POST", "faults", { api });
    },
    async recover() {
      await call("DELETE", "faults");
    },
    async rowOf(sessionId) {
      const rows: StripeLedgerRow[] = await call("GET", "ledger");
      const row = rows.find(({ session }) => session === sessionId);
      if (!row) throw new Error(`Stripe knows no session ${sessionId}`);
      return row;
    },
  };
  return () => stripe;
}

/** A checkout of a new person, opened at Stripe as a click on Purchase Credits does. */
export async function openCheckout(
  database: Database,
  packCode = "starter",
): Promise<{ user: User; purchaseId: string; sessionId: string }> {
  const user = await createUser(database, {
    email: `${newId()}@example.com`,
    name: "Bea",
    emailVerified: true,
  });
  const { purchaseId, sessionId } = await startCheckout(database, { user, packCode });
  return { user, purchaseId, sessionId };
}
