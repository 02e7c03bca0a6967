import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { createSession, useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();

// https://docs.stripe.com/api/errors: 404 says that the address names nothing.
describe("an id that doesn't exist", () => {
  it("in the address is a 404", async () => {
    for (const read of [
      () => emulator().stripe.products.retrieve("prod_none"),
      () => emulator().stripe.disputes.retrieve("du_none"),
      () => emulator().stripe.checkout.sessions.expire("cs_none"),
    ]) {
      await expect(read()).rejects.toMatchObject({ statusCode: 404, code: "resource_missing" });
    }
  });

  it.each<[string, string, (stripe: Stripe) => Promise<unknown>]>([
    [
      "a price's product",
      "product",
      (stripe) => stripe.prices.create({ product: "prod_none", currency: "usd", unit_amount: 1 }),
    ],
    [
      "a refund's payment",
      "payment_intent",
      (stripe) => stripe.refunds.create({ payment_intent: "pi_none" }),
    ],
    ["a refund's charge", "charge", (stripe) => stripe.refunds.create({ charge: "ch_none" })],
    [
      "a session's price",
      "line_items[0][price]",
      (stripe) => createSession(stripe, { line_items: [{ price: "price_none", quantity: 1 }] }),
    ],
    [
      "a session's customer",
      "customer",
      (stripe) => createSession(stripe, { customer: "cus_none" }),
    ],
    [
      "a code's coupon",
      "promotion[coupon]",
      (stripe) => stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: "none" } }),
    ],
    [
      "the end of a page",
      "starting_after",
      (stripe) => stripe.products.list({ starting_after: "prod_none" }).then((page) => page),
    ],
  ])("among the parameters, as %s, is a 400 that names it", async (_what, param, call) => {
    await expect(call(emulator().stripe)).rejects.toMatchObject({
      ...{ statusCode: 400, code: "resource_missing", param },
    });
  });
});

it("an idempotency key compares what was asked, not how it was written", async () => {
  const send = (body: string) =>
    fetch(`${emulator().url}/v1/products`, {
      method: "POST",
      body,
      headers: { authorization: "Bearer sk_test_ofTheseTests", "idempotency-key": "same" },
    });
  const first = await send("name=A%20B&metadata[a]=1");
  const second = await send("metadata%5Ba%5D=1&name=A+B");
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(await second.json()).toEqual(await first.json());
  expect((await send("name=A+B&metadata[a]=2")).status).toBe(400);
});

it("metadata is merged key by key, and an empty text takes a key away", async () => {
  const { products } = emulator().stripe;
  const { id } = await products.create({ name: "x", metadata: { a: "1", b: "2" } });
  const changed = await products.update(id, { metadata: { a: "", c: "3" } });
  expect(changed.metadata).toEqual({ b: "2", c: "3" });
  expect((await products.update(id, { metadata: "" })).metadata).toEqual({});
});
