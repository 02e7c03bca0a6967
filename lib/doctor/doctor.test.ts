import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/v1/billing/credits/webhook/route";
import { database } from "@/db/client";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { examine } from "./examine";
import type { Finding } from "./finding";

const stage = useBillingStage();
let server: ServerType;
let appUrl: string;

beforeAll(async () => {
  // The route takes the database of the process.
  vi.stubEnv("DATABASE_URL", stage.databaseUrl);
  server = createAdaptorServer({ fetch: POST });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  await database().close();
});

async function findings(
  given: { appUrl?: string; webhookSecrets?: readonly string[] } = {},
): Promise<Record<string, Finding>> {
  const settings = env();
  const found: Record<string, Finding> = {};
  const examined = examine(stage.database, {
    ...settings,
    web: { ...settings.web, appUrl: given.appUrl ?? appUrl },
    stripe: { ...settings.stripe, ...(given.webhookSecrets && { ...given }) },
  });
  for await (const finding of examined) found[finding.subject] = finding;
  return found;
}

async function stripeApi(method: string, path: string, body: Record<string, string> = {}) {
  const response = await fetch(`${stage.stripe.url}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${env().stripe.secretKey}` },
    ...(method === "POST" && { body: new URLSearchParams(body) }),
  });
  return (await response.json()) as Stripe.WebhookEndpoint;
}

describe("the doctor says what keeps a payment from becoming credits, and changes nothing", () => {
  const endpoints: string[] = [];
  const addEndpoint = async (event: string, url = appUrl + WEBHOOK_PATH) => {
    const { id } = await stripeApi("POST", "webhook_endpoints", {
      url,
      "enabled_events[0]": event,
    });
    endpoints.push(id);
    return id;
  };
  afterEach(async () => {
    for (const id of endpoints.splice(0)) await stripeApi("DELETE", `webhook_endpoints/${id}`);
  });

  it("nothing, where all is well", async () => {
    await addEndpoint("*");
    const all = Object.values(await findings());
    expect(all.filter(({ state }) => state === "fault")).toEqual([]);
    expect(all.map(({ subject }) => subject)).toEqual([
      ...[
        "Database",
        "Database role",
        "Clock",
        "Guards",
        "Seals",
        "Purchases",
        "Webhooks",
        "Reconciliation",
        "Jobs",
        "Mail",
        "Secret",
        "Stripe",
        "Endpoint",
        "Deliveries",
      ],
    ]);
  });

  it("the running app has another secret", async () => {
    const { Secret } = await findings({ webhookSecrets: ["whsec_another"] });
    expect(Secret).toMatchObject({ state: "fault", found: expect.stringContaining("another") });
    expect(Secret?.advice).toContain("Restart");
  });

  it("there is no secret", async () => {
    const { Secret } = await findings({ webhookSecrets: [] });
    expect(Secret).toMatchObject({ state: "fault", found: expect.stringContaining("isn't set") });
  });

  it("nobody answers at the app's address", async () => {
    const { Secret } = await findings({ appUrl: "http://127.0.0.1:1" });
    expect(Secret).toMatchObject({ state: "fault", found: expect.stringContaining("nobody") });
  });

  it("Stripe has no endpoint for a public address; on this machine the CLI forwards", async () => {
    await addEndpoint("*", "https://another.example/api/v1/billing/credits/webhook");
    const { Endpoint: local } = await findings();
    expect(local).toMatchObject({ state: "warning" });
    expect(local?.advice).toContain("stripe listen --forward-to");
    const { Endpoint: open } = await findings({ appUrl: "https://credits.invalid" });
    expect(open).toMatchObject({ state: "fault", found: expect.stringContaining("has none") });
  });

  it("an endpoint that isn't sent the event that credits", async () => {
    await addEndpoint("charge.refunded");
    const { Endpoint } = await findings();
    expect(Endpoint).toMatchObject({
      state: "fault",
      found: expect.stringMatching(/isn't sent checkout\.session\.completed/),
    });
  });

  it("deliveries that nobody takes", async () => {
    const id = await addEndpoint("*");
    await stage.stripe.act(`webhook_endpoints/${id}`, { secrets: ["whsec_ofStripeOnly"] });
    await stage.pay(await stage.openPurchase());
    await stage.stripe.act("deliveries/flush");
    const { Deliveries } = await findings();
    expect(Deliveries).toMatchObject({ state: "warning" });
    expect(Deliveries?.advice).toContain("npm run reconcile");
  });

  it("Stripe can't be asked", async () => {
    await stage.fault({ match: "GET /v1/checkout/sessions", next: 2, kind: "status", status: 500 });
    const { Stripe: key, Endpoint } = await findings();
    expect(key).toMatchObject({ state: "fault" });
    expect(Endpoint).toBeUndefined();
  });

  it("the database lacks a migration", async () => {
    await stage.asOwner(
      (owner) => owner`delete from drizzle.__drizzle_migrations
        where id = (select max(id) from drizzle.__drizzle_migrations)`,
    );
    const { Database, WebhookProcessor } = await findings();
    expect(Database).toMatchObject({ state: "fault", advice: "Run npm run db:migrate." });
    expect(WebhookProcessor).toBeUndefined();
  });
});
