import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DELETE, GET, PATCH, POST, PUT } from "@/app/api/v1/billing/credits/webhook/route";
import { database } from "@/db/client";
import { signatureHeader } from "@/dev/test/kits/billing/signed";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import { wholeCredits } from "@/lib/shared/credits";
import { receiveWebhook } from "./receive-webhook";

const stage = useBillingStage();
const URL_ = "http://localhost:3000/api/v1/billing/credits/webhook";

beforeAll(() => {
  // The route takes the database of the process.
  vi.stubEnv("DATABASE_URL", stage.databaseUrl);
});
afterAll(() => database().close());
afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return POST(new Request(URL_, { method: "POST", body, headers, duplex: "half" } as RequestInit));
}

function signed(body: string, secrets = env().stripe.webhookSecrets): Promise<Response> {
  return post(body, { "stripe-signature": signatureHeader(body, { secrets }) });
}

async function paidEvent() {
  const purchase = await stage.openPurchase();
  const event = (await stage.pay(purchase)).at(-1);
  if (!event) throw new Error("no event");
  return { purchase, event, body: JSON.stringify(event) };
}

describe("the webhook's URL", () => {
  it("answers 200 once the credits are there, and 200 to the same again", async () => {
    const { purchase, event, body } = await paidEvent();
    const response = await signed(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      received: true,
      event: event.id,
      outcome: "processed",
    });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await (await signed(body)).json()).toMatchObject({ outcome: "duplicate" });
  });

  it("answers a plain curl -X POST with what is missing", async () => {
    const response = await post("");
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      status: 400,
      code: "invalid_signature",
      check: "missing_header",
      detail: expect.stringContaining("Stripe-Signature header is missing"),
    });
  });

  it("names the check that a forged delivery failed, and keeps nothing of it", async () => {
    const { purchase, event, body } = await paidEvent();
    const response = await signed(body, ["whsec_ofSomebodyElse"]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ check: "no_matching_signature" });
    expect((await stage.record(event.id)).event).toBeUndefined();
    expect(await stage.balance(purchase)).toBe(0n);
    await signed(body);
  });

  it("replaying an old captured request changes nothing", async () => {
    const { purchase, event, body } = await paidEvent();
    await signed(body);
    const { webhookSecrets: secrets } = env().stripe;
    const old = signatureHeader(body, { secrets, at: new Date(Date.now() - 301_000) });
    const response = await post(body, { "stripe-signature": old });
    expect(await response.json()).toMatchObject({ status: 400, check: "timestamp_too_old" });
    expect((await stage.record(event.id)).deliveries).toHaveLength(1);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("answers 405 to other methods", async () => {
    for (const [method, handle] of Object.entries({ GET, PUT, PATCH, DELETE })) {
      const response = await handle(new Request(URL_, { method }));
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
    }
  });

  it("answers 413 past a megabyte, while reading, whatever Content-Length says", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect((await post(endless)).status).toBe(413);
    expect(sent).toBeLessThan(2_000_000);
    expect((await post("x", { "content-length": "30000000" })).status).toBe(413);
  });

  it("answers 500 to its own failure without a word of it; the event may come again", async () => {
    const { purchase, body } = await paidEvent();
    await stage.asOwner((owner) => owner`alter table ledger_entries rename to hidden_entries`);
    const response = await signed(body);
    await stage.asOwner((owner) => owner`alter table hidden_entries rename to ledger_entries`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/ledger|relation|insert/);
    expect((await signed(body)).status).toBe(200);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("answers 503 while no secret is configured: nothing is verified with an empty one", async () => {
    const { event } = await paidEvent();
    const body = Buffer.from(JSON.stringify(event));
    const signature = signatureHeader(body, { secrets: [""] });
    await expect(
      receiveWebhook(stage.webhookProcessor, { body, signature }, { secrets: [], now: new Date() }),
    ).rejects.toMatchObject({ code: "not_configured", status: 503 });
    await stage.deliver(event);
  });
});

describe("deliveries by Stripe itself", () => {
  let server: ServerType;
  let endpoint: Stripe.WebhookEndpoint;

  beforeAll(async () => {
    server = createAdaptorServer({ fetch: POST });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`${stage.stripe.url}/v1/webhook_endpoints`, {
      method: "POST",
      headers: { authorization: `Bearer ${env().stripe.secretKey}` },
      body: new URLSearchParams({ url: `http://127.0.0.1:${port}/`, "enabled_events[0]": "*" }),
    });
    endpoint = (await response.json()) as Stripe.WebhookEndpoint;
  });
  afterAll(() => void server?.close());

  const signWith = (...secrets: string[]) =>
    stage.stripe.act(`webhook_endpoints/${endpoint.id}`, { secrets });
  const flush = () => stage.stripe.act("deliveries/flush");

  it("credit a purchase, with every event that Stripe sends of it", async () => {
    await signWith(...env().stripe.webhookSecrets);
    const purchase = await stage.openPurchase();
    await stage.pay(purchase);
    await flush();
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("lose nothing while the secret is rolled, and are sent again after a wrong one", async () => {
    const [current = ""] = env().stripe.webhookSecrets;
    await signWith("whsec_theNewOne0123456789", current);
    const rolled = await stage.openPurchase();
    await stage.pay(rolled);
    await flush();
    expect(await stage.balance(rolled)).toBe(wholeCredits(1000));

    await signWith("whsec_theNewOne0123456789");
    const refused = await stage.openPurchase();
    const events = await stage.pay(refused);
    await flush();
    expect(await stage.balance(refused)).toBe(0n);
    await signWith(current);
    for (const { id } of events) await stage.stripe.act(`events/${id}/resend`);
    await flush();
    expect(await stage.balance(refused)).toBe(wholeCredits(1000));
  });

  it("of the dashboard's test webhook are answered 200, and add no credits", async () => {
    await signWith(...env().stripe.webhookSecrets);
    const [event] = await stage.testWebhook();
    await flush();
    expect(await stage.record(event?.id ?? "")).toMatchObject({
      event: { status: "ignored" },
      deliveries: [{ answered: 200 }],
    });
  });
});
