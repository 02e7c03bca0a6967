import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SignedRequest } from "@/dev/bench/http/webhook-purchases";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";

let emulator: RunningEmulator;
let system: System;

beforeEach(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([await findFreePort()], emulator.url);
});

afterEach(async () => {
  await system.stop();
  await emulator.close();
});

async function send({ body, headers: sent }: SignedRequest) {
  const response = await fetch(system.apps[0]?.webhookUrl ?? "", {
    method: "POST",
    headers: sent,
    body,
  });
  const { status, headers } = response;
  return { status, retryAfter: headers.get("retry-after"), body: await response.json() };
}

it("the built server answers 503 with Retry-After for a purchase that is stuck, and 200 for all others", async () => {
  const shop = new Shop(emulator, system.database);
  const [stuck, ...others] = await shop.sell(9);
  if (!stuck) throw new Error("nothing was sold");
  const { data } = JSON.parse(stuck.body) as { data: { object: { client_reference_id: string } } };
  await system.database.transaction(async (tx) => {
    await tx.execute(
      sql`select 1 from purchases where id = ${data.object.client_reference_id} for update`,
    );
    const [refused, ...answers] = await Promise.all([stuck, ...others].map(send));
    expect(refused).toMatchObject({ status: 503, retryAfter: "2", body: { code: "busy" } });
    expect(answers.map(({ status }) => status)).toEqual(Array(others.length).fill(200));
  });
  expect(await send(stuck)).toMatchObject({ status: 200, body: { outcome: "processed" } });
  expect(await shop.credited()).toEqual(await shop.owed());
});
