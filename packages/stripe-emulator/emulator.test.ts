import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningEmulator, startEmulator } from "./server";

const SECRET = "whsec_ofTheseTests0123456789";
let emulator: RunningEmulator;
let stripe: Stripe;
let listener: Server;
let received: Stripe.Event[] = [];
let answers: number[] = [];

beforeAll(async () => {
  listener = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const status = answers.shift() ?? 200;
      // The SDK's own check: it throws for a signature that Stripe wouldn't have made.
      const event = Stripe.webhooks.constructEvent(
        body,
        String(request.headers["stripe-signature"]),
        SECRET,
      );
      if (status === 200) received.push(event);
      response.writeHead(status).end();
    });
  }).listen(0);
  const { port } = listener.address() as AddressInfo;
  emulator = await startEmulator({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/`,
    webhookSecret: SECRET,
  });
  stripe = client();
});

afterAll(async () => {
  await emulator.close();
  listener.closeAllConnections();
  listener.close();
});

function client(key = "sk_test_ofTheseTests", retries = 0): Stripe {
  return new Stripe(key, {
    host: "127.0.0.1",
    port: emulator.port,
    protocol: "http",
    maxNetworkRetries: retries,
    timeout: 1_000,
    telemetry: false,
  });
}

async function control(path: string, body: object = {}, method = "POST"): Promise<Response> {
  return fetch(`${emulator.url}/_emulator/${path}`, {
    method,
    body: method === "GET" ? undefined : JSON.stringify(body),
  });
}

async function openSession(amount = 1_000): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: "payment",
    client_reference_id: "order-1",
    metadata: { order: "1" },
    payment_intent_data: { metadata: { order: "1" }, description: "Starter Pack" },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: "usd",
          unit_amount: amount,
          product_data: { name: "Starter Pack" },
        },
      },
    ],
    success_url: "http://localhost/done?id={CHECKOUT_SESSION_ID}",
  });
}

async function paid(card?: string): Promise<Stripe.Checkout.Session> {
  const { id } = await openSession();
  await control(`sessions/${id}/pay`, { card });
  return stripe.checkout.sessions.retrieve(id);
}

async function eventsOf(work: () => Promise<unknown>): Promise<string[]> {
  await control("deliveries/flush");
  received = [];
  await work();
  await control("deliveries/flush");
  return received.map(({ type }) => type).sort();
}

describe("a checkout", () => {
  it("is paid with the events of Stripe, each signed as the SDK verifies it", async () => {
    const types = await eventsOf(() => paid());
    expect(types).toEqual(
      [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
      ].sort(),
    );
    const completed = received.find(({ type }) => type === "checkout.session.completed");
    expect(completed).toMatchObject({
      object: "event",
      api_version: "2026-10-28.endive",
      livemode: false,
      request: { id: expect.stringMatching(/^req_/) },
      data: {
        object: {
          payment_status: "paid",
          status: "complete",
          amount_total: 1000,
          client_reference_id: "order-1",
        },
      },
    });
  });

  it("passes the metadata on to the payment intent and its charge", async () => {
    const session = await paid();
    const intent = await stripe.paymentIntents.retrieve(String(session.payment_intent), {
      expand: ["latest_charge"],
    });
    expect(intent.metadata).toEqual({ order: "1" });
    expect(intent.latest_charge).toMatchObject({
      object: "charge",
      metadata: { order: "1" },
      paid: true,
    });
  });

  it.each([
    ["4000000000000002", "card_declined"],
    ["4000000000009995", "card_declined"],
    ["4000000000000069", "expired_card"],
    ["4000000000000127", "incorrect_cvc"],
  ])("with card %s fails as on Stripe, and stays open", async (card, code) => {
    const { id } = await openSession();
    const answer = await control(`sessions/${id}/pay`, { card });
    expect(answer.status).toBe(402);
    expect(await answer.json()).toMatchObject({ error: { type: "card_error", code } });
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  });

  it("by bank debit is complete but unpaid until the bank confirms", async () => {
    const { id } = await openSession();
    await control(`sessions/${id}/pay`, { method: "sepa_debit" });
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    const types = await eventsOf(() => control(`sessions/${id}/settle`));
    expect(types).toContain("checkout.session.async_payment_succeeded");
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
  });
});

describe("refunds and disputes", () => {
  it("add up on the charge, never beyond it, and come back when one fails", async () => {
    const session = await paid();
    const intent = String(session.payment_intent);
    const first = await stripe.refunds.create({ payment_intent: intent, amount: 300 });
    await stripe.refunds.create({ payment_intent: intent, amount: 200 });
    await expect(
      stripe.refunds.create({ payment_intent: intent, amount: 501 }),
    ).rejects.toMatchObject({ statusCode: 400 });
    const charges = () => stripe.charges.list({ payment_intent: intent });
    expect((await charges()).data[0]?.amount_refunded).toBe(500);
    const types = await eventsOf(() => control(`refunds/${first.id}/fail`));
    expect(types).toEqual(["charge.refund.updated", "refund.failed", "refund.updated"]);
    expect((await charges()).data[0]?.amount_refunded).toBe(200);
  });

  it("a dispute takes the money at once, an inquiry none, and a won one brings it back", async () => {
    const session = await paid();
    const intent = String(session.payment_intent);
    const [charge] = (await stripe.charges.list({ payment_intent: intent })).data;
    const types = await eventsOf(() =>
      control(`charges/${charge?.id}/dispute`, { kind: "dispute" }),
    );
    expect(types).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent })).data;
    expect(dispute?.balance_transactions.map(({ amount }) => amount)).toEqual([-1000]);
    await control(`disputes/${dispute?.id}/close`, { status: "won" });
    expect((await stripe.disputes.retrieve(String(dispute?.id))).status).toBe("won");
    const other = await paid("4000000000001976");
    const [inquiry] = (await stripe.disputes.list({ payment_intent: String(other.payment_intent) }))
      .data;
    expect(inquiry).toMatchObject({ status: "warning_needs_response", balance_transactions: [] });
  });
});

describe("the API", () => {
  it("refuses what Stripe refuses, in its words", async () => {
    await expect(stripe.checkout.sessions.retrieve("cs_test_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    await expect(
      stripe.products.create({ name: "x", colour: "red" } as Stripe.ProductCreateParams),
    ).rejects.toMatchObject({ statusCode: 400, code: "parameter_unknown", param: "colour" });
    await expect(client("sk_live_never").balance.retrieve()).rejects.toMatchObject({
      statusCode: 401,
    });
    await expect(stripe.rawRequest("GET", "/v1/nothing_here")).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(
      stripe.checkout.sessions.create({
        mode: "payment",
        payment_method_types: ["card"],
        line_items: [],
      } as Stripe.Checkout.SessionCreateParams),
    ).rejects.toMatchObject({ code: "parameter_unknown" });
  });

  it("pages through lists by cursor without losing or repeating any", async () => {
    for (let made = 0; made < 5; made += 1)
      await stripe.customers.create({ email: "pages@example.com" });
    const seen: string[] = [];
    for await (const customer of stripe.customers.list({ email: "pages@example.com", limit: 2 }))
      seen.push(customer.id);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});

describe("deliveries", () => {
  it("are tried again until a 2xx", async () => {
    await control("deliveries/flush");
    received = [];
    answers = [500];
    await stripe.products.create({ name: "Tried again" });
    await expect.poll(() => received.length, { timeout: 5_000 }).toBe(1);
  });

  it("come twice, or wait, when a fault says so", async () => {
    await control("faults", {
      deliveries: { match: "product.created", next: 1, kind: "duplicate" },
    });
    expect(await eventsOf(() => stripe.products.create({ name: "Twice" }))).toEqual([
      "product.created",
      "product.created",
    ]);
    await control("faults", { deliveries: { match: "product.created", next: 1, kind: "hold" } });
    expect(await eventsOf(() => stripe.products.create({ name: "Held" }))).toEqual([]);
    expect(await eventsOf(() => control("deliveries/release"))).toEqual(["product.created"]);
  });
});

describe("faults of the API", () => {
  it("a time-out after the effect leaves the effect, and the key finds it", async () => {
    await control("faults", { api: { match: "POST /v1/products", next: 1, kind: "drop_after" } });
    const create = () =>
      stripe.products.create({ name: "Made all the same" }, { idempotencyKey: "key-2" });
    await expect(create()).rejects.toMatchObject({ type: "StripeConnectionError" });
    const product = await create();
    const all = await stripe.products.list({ limit: 100 });
    expect(all.data.filter(({ name }) => name === "Made all the same").map(({ id }) => id)).toEqual(
      [product.id],
    );
  });

  it.each([429, 500])("answers %i when told", async (status) => {
    await control("faults", { api: { match: "GET /v1/balance", next: 1, kind: "status", status } });
    await expect(stripe.balance.retrieve()).rejects.toMatchObject({ statusCode: status });
    expect((await stripe.balance.retrieve()).object).toBe("balance");
  });
});
