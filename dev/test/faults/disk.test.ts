import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { verifyLedger } from "@/lib/ledger/verify";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { deliverAll } from "./deliver";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";

const PURCHASES = 40;
/** Larger than a file of the log of changes, which can still be written then. */
const FULL_BYTES = 17_000_000;

let emulator: RunningEmulator;
let system: System;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([await findFreePort()], emulator.url);
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

/** Fills the table that each delivery adds a row to, up to where the disk will be full. */
async function fillDeliveries(): Promise<void> {
  await system.database.read.execute(sql`
    insert into stripe_deliveries
      (id, event_id, via, received_at, duration_ms, outcome, answered_status, reason)
    select gen_random_uuid(), 'evt_old', 'webhook', now(), 1, 'ignored', 200, repeat('x', 400)
    from generate_series(1, 45000)`);
  const [row] = await system.database.read.execute<{ bytes: string }>(
    sql`select pg_relation_size('stripe_deliveries') as bytes`,
  );
  expect(Number(row?.bytes)).toBeGreaterThan(FULL_BYTES);
}

it("a full disk refuses deliveries with 5xx, credits none of them by half, and loses none", async () => {
  const shop = new Shop(emulator, system.database);
  const purchases = await shop.sell(PURCHASES);
  await fillDeliveries();
  const [app] = system.apps;
  const urls = [app?.webhookUrl ?? ""];

  system.limitFiles(FULL_BYTES);
  const full = await deliverAll(urls, purchases, { retry: false });
  expect(full.acknowledged).toBe(0);
  expect(new Set(full.statuses.map((status) => Math.floor(status / 100)))).toEqual(new Set([5]));
  expect((await shop.credited()).size).toBe(0);
  // What only reads goes on.
  expect((await fetch(new URL("/api/live", urls[0]))).status).toBe(200);
  expect((await verifyLedger(system.database)).fault).toBeUndefined();

  system.limitFiles("unlimited");
  const { acknowledged } = await deliverAll(urls, purchases);
  expect(acknowledged).toBe(PURCHASES);
  expect(await shop.credited()).toEqual(await shop.owed());
  expect((await verifyLedger(system.database)).fault).toBeUndefined();
});
