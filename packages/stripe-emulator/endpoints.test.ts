import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { expect, it } from "vitest";
import { startEmulator } from "./server";
import { useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();
const URL_OF_APP = "http://127.0.0.1:1/webhook";

it("the secret of a webhook endpoint is told once, when it is made", async () => {
  const { webhookEndpoints } = emulator().stripe;
  const made = await webhookEndpoints.create({
    ...{ url: URL_OF_APP, description: "Credits", metadata: { app: "credits" } },
    enabled_events: ["checkout.session.completed"],
  });
  expect(made).toMatchObject({ secret: expect.stringMatching(/^whsec_/), description: "Credits" });
  expect(await webhookEndpoints.retrieve(made.id)).not.toHaveProperty("secret");
  expect((await webhookEndpoints.list()).data[0]).not.toHaveProperty("secret");
});

it("an endpoint is changed, switched off and removed", async () => {
  const { webhookEndpoints } = emulator().stripe;
  const { id } = await webhookEndpoints.create({ url: URL_OF_APP, enabled_events: ["*"] });
  expect(
    await webhookEndpoints.update(id, { enabled_events: ["charge.refunded"], disabled: true }),
  ).toMatchObject({ enabled_events: ["charge.refunded"], status: "disabled", url: URL_OF_APP });
  expect(await webhookEndpoints.update(id, { disabled: false })).toMatchObject({
    status: "enabled",
  });
  await webhookEndpoints.del(id);
  await expect(webhookEndpoints.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
});

it.each([
  ["no events", { url: URL_OF_APP, enabled_events: [] }],
  ["an address that isn't one", { url: "credits", enabled_events: ["*"] }],
  ["an address that isn't for the web", { url: "ftp://a.example", enabled_events: ["*"] }],
  ["an event that doesn't exist", { url: URL_OF_APP, enabled_events: ["made.up"] }],
])("an endpoint with %s is refused", async (_what, params) => {
  await expect(
    emulator().stripe.webhookEndpoints.create(params as Stripe.WebhookEndpointCreateParams),
  ).rejects.toMatchObject({ statusCode: 400 });
});

it("an endpoint made by the API is still there after a restart, and signs with its secret", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "stripe-endpoints-"));
  const received: string[] = [];
  let verify: (body: string, signature: string) => string = () => "not made yet";
  const listener = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push(verify(body, String(request.headers["stripe-signature"])));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const options = { port: 0, stateFile: path.join(directory, "state.json") };
  const client = (at: { port: number }) =>
    new Stripe("sk_test_ofTheseTests", { host: "127.0.0.1", port: at.port, protocol: "http" });
  const first = await startEmulator({ ...options, webhookUrl: "http://127.0.0.1:1/given" });
  const made = await client(first).webhookEndpoints.create({
    ...{ url: `http://127.0.0.1:${port}/`, enabled_events: ["product.created"] },
  });
  verify = (body, signature) =>
    Stripe.webhooks.constructEvent(body, signature, String(made.secret)).type;
  await first.close();
  const second = await startEmulator(options);
  const { data } = await client(second).webhookEndpoints.list();
  // The endpoint of the first start's options is no longer asked for.
  expect(data.map(({ id }) => id)).toEqual([made.id]);
  await client(second).products.create({ name: "After the restart" });
  await expect.poll(() => received).toEqual(["product.created"]);
  await second.close();
  listener.close();
  rmSync(directory, { recursive: true });
});
