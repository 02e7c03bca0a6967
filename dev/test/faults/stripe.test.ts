import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { verifyLedger } from "@/lib/ledger/verify";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { Shop } from "./shop";
import { SECRET, type System, startSystem, until } from "./system";

const BUYERS = 60;

let emulator: RunningEmulator;
let system: System;

beforeEach(async () => {
  const port = await findFreePort();
  emulator = await startEmulator({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}${WEBHOOK_PATH}`,
    webhookSecret: SECRET,
  });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([port], emulator.url);
});

afterEach(async () => {
  await system.stop();
  await emulator.close();
});

it("the ledger has what Stripe says was paid and refunded, though the app is killed while Stripe delivers", async () => {
  const [app] = system.apps;
  const shop = new Shop(emulator, system.database);
  const agreed = async () => isDeepStrictEqual(await shop.credited(), await shop.owed());

  await shop.pay(await shop.openCheckouts(BUYERS));
  await until(async () => (await shop.credited()).size >= BUYERS / 4, 30_000);
  app?.kill();
  await app?.start();
  await until(agreed, 60_000);

  const payments = [...(await shop.owed()).keys()];
  await shop.refund(payments.slice(0, BUYERS / 3), 333);
  app?.kill();
  await app?.start();
  await until(agreed, 60_000);

  expect((await shop.owed()).size).toBe(BUYERS);
  expect((await verifyLedger(system.database)).fault).toBeUndefined();
});
