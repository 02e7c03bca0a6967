import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { parse } from "dotenv";
import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/v1/billing/credits/webhook/route";
import { database } from "@/db/client";
import { packs } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { env } from "@/env";
import { listPacks } from "@/lib/purchases/packs";
import { HANDLED_EVENTS } from "@/lib/stripe/events";
import { type StripeSetup, setUpStripe } from "./set-up-stripe";
import type { SetupStep } from "./step";

const testDatabase = useTestDatabase();
const stripe = useStripe();
const home = mkdtempSync(path.join(tmpdir(), "credits-setup-"));
const envAuthFile = path.join(home, ".env.auth");
let server: ServerType;
let appUrl: string;

beforeAll(async () => {
  // The route takes the database of the process.
  vi.stubEnv("DATABASE_URL", testDatabase().url);
  server = createAdaptorServer({ fetch: POST });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  await database().close();
  rmSync(home, { recursive: true });
});
beforeEach(() => writeFileSync(envAuthFile, "# Sign-in\nNEXTAUTH_SECRET=kept\n", { mode: 0o644 }));

const db = () => testDatabase().database.read;

async function run(given: Partial<StripeSetup> = {}): Promise<SetupStep[]> {
  const steps: SetupStep[] = [];
  const setup = {
    ...{ appUrl, envAuthFile, emulated: true, dryRun: false, newSecret: false },
    webhookSecrets: env().stripe.webhookSecrets,
  };
  for await (const step of setUpStripe(db(), { ...setup, ...given })) steps.push(step);
  return steps;
}

async function listAtStripe<Item>(what: string): Promise<Item[]> {
  const { data } = await stripe().get<{ data: Item[] }>(what, { limit: 100 });
  return data;
}

/** Everything that setup could change at Stripe and here. */
async function snapshot() {
  return {
    products: await listAtStripe("products"),
    prices: await listAtStripe("prices"),
    endpoints: await listAtStripe("webhook_endpoints"),
    packs: await listPacks(db()),
    file: readFileSync(envAuthFile, "utf8"),
  };
}

function keptSecrets(): string[] {
  return parse(readFileSync(envAuthFile)).STRIPE_WEBHOOK_SECRET_CREDITS?.split(",") ?? [];
}

describe("stripe:setup", () => {
  it("says in a dry run what it would do, and does nothing", async () => {
    const before = await snapshot();
    const steps = await run({ dryRun: true, webhookSecrets: [] });
    expect(steps.map(({ state }) => state)).toEqual(Array(5).fill("planned"));
    expect(await snapshot()).toEqual(before);
  });

  it("makes no endpoint whose secret it couldn't keep", async () => {
    const nowhere = path.join(home, "missing", ".env.auth");
    await expect(run({ envAuthFile: nowhere, webhookSecrets: [] })).rejects.toMatchObject({
      code: "not_configured",
      detail: expect.stringContaining("No endpoint was made"),
    });
    expect(await listAtStripe("webhook_endpoints")).toEqual([]);
  });

  it("sells each pack at its price, and sends the handled events here", async () => {
    const steps = await run({ webhookSecrets: [] });
    expect(steps.at(-1)).toMatchObject({ subject: "Test event", state: "warning" });
    const prices = await listAtStripe<Stripe.Price>("prices");
    for (const pack of await listPacks(db())) {
      expect(prices.find(({ id }) => id === pack.stripePriceId)).toMatchObject({
        ...{ product: pack.stripeProductId, active: true, type: "one_time" },
        ...{ unit_amount: pack.priceMinor, currency: pack.currency },
      });
    }
    const [endpoint] = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    expect(endpoint?.enabled_events).toEqual([...HANDLED_EVENTS]);
    expect(readFileSync(envAuthFile, "utf8")).toMatch(
      /^# Sign-in\nNEXTAUTH_SECRET=kept\nSTRIPE_WEBHOOK_SECRET_CREDITS=whsec_\w+\n$/,
    );
    expect(statSync(envAuthFile).mode & 0o777).toBe(0o600);
  });

  it("proves by an event that the running app takes what Stripe sends", async () => {
    const [endpoint] = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    const secrets = env().stripe.webhookSecrets;
    await stripe().act(`webhook_endpoints/${endpoint?.id}`, { secrets: [...secrets] });
    expect((await run()).at(-1)).toMatchObject({ subject: "Test event", state: "done" });
    await stripe().act(`webhook_endpoints/${endpoint?.id}`, { secrets: ["whsec_another0123"] });
    expect((await run({ deadlineMs: 300 })).at(-1)).toMatchObject({
      subject: "Test event",
      state: "warning",
    });
    await stripe().act(`webhook_endpoints/${endpoint?.id}`, { secrets: [...secrets] });
  });

  it("changes nothing when it runs again", async () => {
    const before = await snapshot();
    const steps = await run();
    expect(steps.slice(0, 5).map(({ state }) => state)).toEqual(Array(5).fill("unchanged"));
    expect(await snapshot()).toEqual(before);
  });

  it("goes on where an earlier run was interrupted, without a second product", async () => {
    const before = await listAtStripe("products");
    await db()
      .update(packs)
      .set({ stripeProductId: null, stripePriceId: null })
      .where(eq(packs.code, "pro"));
    await run();
    expect(await listAtStripe("products")).toEqual(before);
    expect((await listPacks(db())).every(({ stripePriceId }) => stripePriceId)).toBe(true);
  });

  it("a new price of a pack is sold at once, and gets a Stripe price that replaces the old one", async () => {
    const [before] = await listPacks(db());
    await db().update(packs).set({ priceMinor: 1_250 }).where(eq(packs.code, "starter"));
    const [changed] = await listPacks(db());
    expect(changed).toMatchObject({ priceMinor: 1_250, stripePriceId: null });
    await run();
    const [after] = await listPacks(db());
    const prices = await listAtStripe<Stripe.Price>("prices");
    const find = (id: string | null | undefined) => prices.find((price) => price.id === id);
    expect(find(after?.stripePriceId)).toMatchObject({ unit_amount: 1_250, active: true });
    expect(find(before?.stripePriceId)).toMatchObject({ unit_amount: 1_000, active: false });
  });

  it("puts right what somebody changed in the dashboard", async () => {
    const [endpoint] = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    const [pack] = await listPacks(db());
    const post = (route: string, body: Record<string, string>) =>
      fetch(`${stripe().url}/v1/${route}`, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { authorization: `Bearer ${env().stripe.secretKey}` },
      });
    await post(`webhook_endpoints/${endpoint?.id}`, { "enabled_events[0]": "*", disabled: "true" });
    await post(`products/${pack?.stripeProductId}`, { name: "Another name", active: "false" });
    await run();
    const [again] = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    expect(again).toMatchObject({ status: "enabled", enabled_events: [...HANDLED_EVENTS] });
    const product = await stripe().get(`products/${pack?.stripeProductId}`);
    expect(product).toMatchObject({ name: pack?.name, active: true });
  });

  it("asks for the secret of an endpoint that it doesn't know, and replaces it only when told", async () => {
    const [before] = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    const unknown = await run({ webhookSecrets: [] });
    expect(unknown.at(-1)).toMatchObject({ subject: "Webhook", state: "warning" });
    expect(await listAtStripe("webhook_endpoints")).toEqual([before]);
    await run({ newSecret: true, webhookSecrets: ["whsec_current", "whsec_older"] });
    const after = await listAtStripe<Stripe.WebhookEndpoint>("webhook_endpoints");
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    // Deliveries under way still carry the signature of the current one.
    expect(keptSecrets()).toEqual([expect.stringMatching(/^whsec_\w{20}/), "whsec_current"]);
  });

  it("makes no endpoint that Stripe can't reach", async () => {
    const steps = await run({ emulated: false });
    expect(steps.at(-1)).toMatchObject({
      ...{ subject: "Webhook", state: "warning" },
      advice: expect.stringContaining("stripe listen --forward-to"),
    });
  });
});
