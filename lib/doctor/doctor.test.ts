import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { POST } from "@/app/api/v1/billing/credits/webhook/route";
import { database, openDatabase } from "@/db/client";
import { reconciliationRuns } from "@/db/schema";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import { EMPTY_REPORT } from "@/lib/reconciliation/report-builder";
import { newId } from "@/lib/shared/ids";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { signAsStripe } from "@/lib/stripe/endpoints";
import { examine } from "./examine";
import type { Finding } from "./finding";
import { checkRole } from "./roles";
import { checkMail } from "./worker";

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
  given: { appUrl?: string; port?: number; webhookSecrets?: readonly string[] } = {},
): Promise<Record<string, Finding>> {
  const settings = env();
  const found: Record<string, Finding> = {};
  const examined = examine(stage.database, {
    ...settings,
    web: { ...settings.web, appUrl: given.appUrl ?? appUrl, port: given.port ?? 1 },
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
        "Backup",
        "Retention",
        "Mail",
        "Secret",
        "Stripe",
        "Signature",
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

  it("the app runs, and its public address can't be reached from here", async () => {
    const port = Number(new URL(appUrl).port);
    const { Secret } = await findings({ appUrl: "http://127.0.0.1:1", port });
    expect(Secret).toMatchObject({
      state: "warning",
      found: expect.stringContaining("can't be reached from this machine itself"),
    });
    expect(Secret?.advice).toContain("curl -X POST http://127.0.0.1:1");
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

  it("Stripe's own deliveries are signed with another secret, which a forged one doesn't prove", async () => {
    await vi.waitFor(
      async () => {
        await fetch(appUrl + WEBHOOK_PATH, {
          method: "POST",
          body: JSON.stringify({ id: "evt_forged", object: "event" }),
          headers: { "stripe-signature": signAsStripe("", "whsec_ofAStranger") },
        });
        expect((await findings()).Signature).toMatchObject({ state: "warning" });
      },
      { timeout: 15_000, interval: 500 },
    );
    const id = await addEndpoint("*");
    await stage.stripe.act(`webhook_endpoints/${id}`, { secrets: ["whsec_ofStripeOnly"] });
    await vi.waitFor(
      async () => {
        await stage.pay(await stage.openPurchase());
        await stage.stripe.act("deliveries/flush");
        expect((await findings()).Signature).toMatchObject({
          ...{ state: "fault", found: expect.stringMatching(/evt_\w+ was refused/) },
        });
      },
      { timeout: 15_000, interval: 500 },
    );
    // Once one is accepted, the secret is right again.
    await stage.deliver(...(await stage.pay(await stage.openPurchase())));
    expect((await findings()).Signature).toMatchObject({ state: "fine" });
  });

  it("a paid purchase has no entry in the ledger", async () => {
    const { id } = await stage.openPurchase();
    await stage.asOwner(
      (owner) => owner`update purchases set status = 'completed', payment_id = 'pi_lost',
        paid_minor = amount_minor, paid_currency = currency, completed_at = now() where id = ${id}`,
    );
    const { Purchases } = await findings();
    expect(Purchases).toMatchObject({
      ...{ state: "fault", found: expect.stringContaining(`Purchase ${id}`) },
    });
  });

  it("a trigger that guards money is switched off", async () => {
    const trigger = "ledger_entries_append_only";
    await stage.asOwner((owner) =>
      owner.unsafe(`alter table ledger_entries disable trigger ${trigger}`),
    );
    expect((await findings()).Guards).toMatchObject({
      ...{ state: "fault", found: expect.stringContaining(trigger) },
    });
    await stage.asOwner((owner) =>
      owner.unsafe(`alter table ledger_entries enable trigger ${trigger}`),
    );
    expect((await findings()).Guards).toMatchObject({ state: "fine" });
  });

  it("the app uses the role that owns the tables, or a superuser", async () => {
    expect((await findings())["Database role"]).toMatchObject({ state: "fine" });
    const roleOf = async (url: string) => {
      const database = openDatabase(url, { poolSize: 1 });
      const finding = await checkRole(database.read);
      await database.close();
      return finding;
    };
    const name = new URL(stage.databaseUrl).pathname.slice(1);
    expect(await roleOf(inject("testOwnerUrl") + name)).toMatchObject({
      ...{ state: "warning", found: expect.stringContaining("owns the tables") },
    });
    const superuser = `${inject("testServerUrl")}${name}?options=-c%20search_path%3Dpublic`;
    expect(await roleOf(superuser)).toMatchObject({
      ...{ state: "fault", found: expect.stringContaining("superuser") },
    });
  });

  it("seals lack a key, or are late", async () => {
    expect((await findings()).Seals).toMatchObject({
      ...{ state: "warning", found: expect.stringContaining("LEDGER_SEAL_KEY") },
    });
    await stage.buy();
    await stage.asOwner(async (owner) => {
      await owner`alter table ledger_entries disable trigger user`;
      await owner`update ledger_entries set created_at = now() - interval '10 minutes'`;
      await owner`alter table ledger_entries enable trigger user`;
    });
    expect((await findings()).Seals).toMatchObject({
      ...{ state: "warning", found: expect.stringContaining("never been sealed") },
    });
  });

  it("jobs failed for good, and the mail server is down", async () => {
    await stage.database.read.execute(
      "insert into pgboss.job (name, state, completed_on) values ('receipt', 'failed', now())",
    );
    expect((await findings()).Jobs).toMatchObject({
      ...{ state: "warning", found: "1 job failed at every try" },
    });
    const down = { smtpUrl: "smtp://127.0.0.1:1", from: "a@b.example", lowBalanceCredits: "1" };
    expect(await checkMail(down, { signUpOpen: true, unverifiedAllowed: false })).toMatchObject({
      state: "fault",
    });
    expect(
      await checkMail(
        { ...down, smtpUrl: undefined },
        { signUpOpen: true, unverifiedAllowed: false },
      ),
    ).toMatchObject({
      ...{ state: "warning", found: expect.stringContaining("sign") },
    });
  });

  it("reconciliation left something to an admin", async () => {
    await stage.database.read.insert(reconciliationRuns).values({
      ...{ id: newId(), days: 2, since: new Date(), startedBy: "schedule", phase: "sessions" },
      ...{ status: "finished", heartbeatAt: new Date(), startedAt: new Date(), positions: {} },
      report: {
        ...EMPTY_REPORT,
        ...{ needsReview: 1, findings: [{ stripeId: "cs_1", reason: "Another amount was paid." }] },
      },
    });
    expect((await findings()).Reconciliation).toMatchObject({
      ...{ state: "fault", found: expect.stringContaining("cs_1: Another amount was paid.") },
    });
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
