import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiFault } from "./faults";
import { type RunningEmulator, startEmulator } from "./server";

let emulator: RunningEmulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  stripe = new Stripe("sk_test_ofTheseTests", {
    host: "127.0.0.1",
    port: emulator.port,
    protocol: "http",
    maxNetworkRetries: 0,
  });
});
afterAll(() => emulator.close());

async function fault(api: Omit<ApiFault, "match" | "next">): Promise<void> {
  const body = JSON.stringify({ api: { match: "POST /v1/products", next: 1, ...api } });
  await fetch(`${emulator.url}/_emulator/faults`, { method: "POST", body });
}

describe("an idempotency key", () => {
  it("gets the same answer again, and is refused for anything else", async () => {
    const create = (amount: number) =>
      stripe.products.create({ name: `Product ${amount}` }, { idempotencyKey: "key-1" });
    const first = await create(1);
    const second = await create(1);
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await expect(create(2)).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
  });

  it("keeps an answer of 500, and no answer of 429", async () => {
    const create = (idempotencyKey: string) =>
      stripe.products.create({ name: "Kept" }, { idempotencyKey });
    await fault({ kind: "status", status: 500 });
    await expect(create("key-3")).rejects.toMatchObject({ statusCode: 500 });
    await expect(create("key-3")).rejects.toMatchObject({ statusCode: 500 });
    expect((await create("key-4")).name).toBe("Kept");
    await fault({ kind: "status", status: 429 });
    await expect(create("key-5")).rejects.toMatchObject({ statusCode: 429 });
    expect((await create("key-5")).name).toBe("Kept");
  });

  it("is refused while its first request is under way", async () => {
    await fault({ kind: "delay", delayMs: 200 });
    const create = () => stripe.products.create({ name: "Slow" }, { idempotencyKey: "key-6" });
    const both = await Promise.allSettled([create(), create()]);
    const refused = both.filter((one) => one.status === "rejected");
    expect(refused).toMatchObject([
      { reason: { statusCode: 409, code: "idempotency_key_in_use" } },
    ]);
    expect((await create()).lastResponse.headers["idempotent-replayed"]).toBe("true");
  });
});
