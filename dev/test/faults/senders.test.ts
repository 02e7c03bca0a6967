import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { sql } from "drizzle-orm";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyLedger } from "@/lib/ledger/verify";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { deliverAll } from "./deliver";
import { Shop } from "./shop";
import { SECRET, type System, startSystem } from "./system";

const SLOW_SENDERS = 300;
/** The deadline of a body, 10 s, and the time to notice it for all of them. */
const REFUSED_WITHIN_MS = 15_000;

let emulator: RunningEmulator;
let system: System;
let shop: Shop;
let url: string;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([await findFreePort()], emulator.url);
  shop = new Shop(emulator, system.database);
  url = system.apps[0]?.webhookUrl ?? "";
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

function signature(payload: string, timestamp = Math.floor(Date.now() / 1_000)): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp });
}

async function send(body: string, header?: string): Promise<[number, string]> {
  const headers = {
    "content-type": "application/json",
    ...(header && { "stripe-signature": header }),
  };
  const answer = await fetch(url, { method: "POST", body, headers });
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
}

async function expectSoundAndPaidOnce() {
  expect((await verifyLedger(system.database)).fault).toBeUndefined();
  expect(await shop.credited()).toEqual(await shop.owed());
}

const LATER = 3_600;
const now = () => Math.floor(Date.now() / 1_000);

describe("what can't be believed or read is refused by the running app, and changes nothing", () => {
  const event = '{"id":"evt_1","object":"event","type":"checkout.session.completed"}';
  const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

  it.each<[string, () => [string, string?]]>([
    ["unsigned", () => [event]],
    ["forged", () => [event, signature(event).replace(/v1=.{8}/, "v1=00000000")]],
    ["altered", () => [event.replace("evt_1", "evt_2"), signature(event)]],
    ["stale", () => [event, signature(event, now() - LATER)]],
    ["from the future", () => [event, signature(event, now() + LATER)]],
    ["cut off, signed", () => [event.slice(0, 20), signature(event.slice(0, 20))]],
    ["deeply nested, signed", () => [nested, signature(nested)]],
    ["a list, signed", () => ["[]", signature("[]")]],
    ["null, signed", () => ["null", signature("null")]],
    ["a number, signed", () => ["1", signature("1")]],
    ["an empty body, signed", () => ["", signature("")]],
  ])("%s: 400", async (_name, make) => {
    const [status] = await send(...make());
    expect(status).toBe(400);
    const [kept] = await system.database.read.execute<{ count: number }>(
      sql`select count(*)::int as count from stripe_events`,
    );
    expect(kept?.count).toBe(0);
  });

  it("larger than a megabyte: 413, announced or not", async () => {
    const large = JSON.stringify({ id: "evt_1", text: "x".repeat(3_000_000) });
    expect(await send(large, signature(large))).toEqual([413, "payload_too_large"]);
    const unannounced = startSending();
    unannounced.write(large);
    expect(await statusOf(unannounced)).toBe(413);
  });
});

it("300 slow senders keep nobody waiting, and each is let go", async () => {
  const purchases = await shop.sell(100);
  const started = Date.now();
  const slow = Array.from({ length: SLOW_SENDERS }, () => {
    const sending = startSending();
    sending.write("{");
    return sending;
  });
  const letGo = Promise.all(slow.map(statusOf));
  let allGone = false;
  void letGo.then(() => {
    allGone = true;
  });

  const { acknowledged } = await deliverAll([url], purchases);
  expect(acknowledged).toBe(purchases.length);
  // Otherwise the deliveries above had nobody slow beside them.
  expect(allGone).toBe(false);

  const statuses = await letGo;
  expect(new Set(statuses)).toEqual(new Set([408]));
  expect(Date.now() - started).toBeLessThan(REFUSED_WITHIN_MS);
  await expectSoundAndPaidOnce();
});

/** A delivery whose length nobody has said, and whose end doesn't come. */
function startSending(): ClientRequest {
  return request(url, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": "t=1,v1=0" },
    agent: false,
  });
}

async function statusOf(sending: ClientRequest): Promise<number | undefined> {
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  sending.destroy();
  return answer.statusCode;
}
