import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { verifyLedger } from "@/lib/ledger/verify";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { deliverAll } from "./deliver";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";

const PURCHASES = 40;
/** The log of changes can still be written. */
const LOG_FILE_BYTES = 16 * 1024 * 1024;

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

/** Adds rows to the table that each delivery adds one to; smaller ones, so that no gap is left. */
async function addDeliveries(count: number): Promise<void> {
  await system.database.read.execute(sql`
    insert into stripe_deliveries
      (id, event_id, via, received_at, duration_ms, outcome, answered_status, reason)
    select gen_random_uuid(), 'evt_old', 'webhook', now(), 1, 'ignored', 200, ''
    from generate_series(1, ${count})`);
}

/** Lets no file grow beyond what that table has now, and uses up what is free in it. */
async function fillDisk(): Promise<void> {
  await addDeliveries(200_000);
  const [row] = await system.database.read.execute<{ bytes: string }>(
    sql`select pg_relation_size('stripe_deliveries') as bytes`,
  );
  const bytes = Number(row?.bytes);
  expect(bytes).toBeGreaterThan(LOG_FILE_BYTES);
  system.limitFiles(bytes);
  await expect(fillUp()).rejects.toThrow(/could not extend file/);
}

async function fillUp(): Promise<never> {
  for (;;) await addDeliveries(1);
}

it("a full disk refuses deliveries with 5xx, credits none of them by half, and loses none", async () => {
  const shop = new Shop(emulator, system.database);
  const purchases = await shop.sell(PURCHASES);
  const [app] = system.apps;
  const urls = [app?.webhookUrl ?? ""];

  await fillDisk();
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
