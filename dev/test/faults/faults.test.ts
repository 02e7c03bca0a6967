import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { SignedRequest } from "@/dev/bench/http/webhook-purchases";
import { readVariables } from "@/env";
import { verifyLedger } from "@/lib/ledger/verify";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { deliverAll } from "./deliver";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";

/** `npm test` runs the short form; npm run test:faults gives more of everything. */
const SCALE = Number(readVariables().FAULTS_SCALE ?? 1);

let emulator: RunningEmulator;
let system: System | undefined;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
});
afterEach(async () => {
  await system?.stop();
  system = undefined;
});
afterAll(() => emulator.close());

async function prepare(count: number, apps = 1) {
  const ports = await Promise.all(Array.from({ length: apps }, findFreePort));
  system = await startSystem(ports, emulator.url);
  const shop = new Shop(emulator, system.database);
  const purchases = await shop.sell(count);
  expect(purchases).toHaveLength(count);
  return { system, shop, purchases, urls: system.apps.map((app) => app.webhookUrl) };
}

/** So many timestamps, each somewhere in its own stretch of the load. */
function randomPoints(total: number, count: number): number[] {
  const stretch = total / (count + 1);
  return Array.from({ length: count }, (_, index) =>
    Math.ceil((index + 0.2 + Math.random()) * stretch),
  );
}

/** The ledger has what Stripe says was paid, in one entry each, and is sound. */
async function expectEachOnce(shop: Shop, purchases: readonly SignedRequest[]) {
  const report = await verifyLedger(shop.database);
  expect(report.fault).toBeUndefined();
  expect(report.entries).toBe(purchases.length);
  expect(await shop.credited()).toEqual(await shop.owed());
}

describe("every acknowledged delivery is durable, and nothing is credited twice", () => {
  it("when the app is killed at random points under load", async () => {
    const { system, shop, purchases, urls } = await prepare(400 * SCALE);
    const points = randomPoints(purchases.length, 2 * SCALE);
    let starting: Promise<void> = Promise.resolve();
    const { acknowledged } = await deliverAll(urls, [...purchases, ...purchases.slice(0, 50)], {
      onAcknowledged(count) {
        if (!points.includes(count)) return;
        system.apps[0]?.kill();
        starting = starting.then(() => system.apps[0]?.start());
      },
    });
    await starting;
    expect(acknowledged).toBe(purchases.length + 50);
    await expectEachOnce(shop, purchases);
  });

  it("when the app is stopped by SIGTERM under load, which ends it with exit code 0", async () => {
    const { system, shop, purchases, urls } = await prepare(200 * SCALE);
    const [app] = system.apps;
    const points = randomPoints(purchases.length, SCALE);
    const exitCodes: (number | null | undefined)[] = [];
    let restarting: Promise<void> = Promise.resolve();
    const { acknowledged } = await deliverAll(urls, purchases, {
      onAcknowledged(count) {
        if (!points.includes(count)) return;
        restarting = restarting.then(async () => {
          exitCodes.push(await app?.terminate());
          await app?.start();
        });
      },
    });
    await restarting;
    expect(exitCodes).toEqual(points.map(() => 0));
    expect(acknowledged).toBe(purchases.length);
    await expectEachOnce(shop, purchases);
  });

  it("when PostgreSQL is killed under load; the app recovers without a restart", async () => {
    const { system, shop, purchases, urls } = await prepare(400 * SCALE);
    const points = randomPoints(purchases.length, SCALE);
    let killing: Promise<void> = Promise.resolve();
    const { acknowledged } = await deliverAll(urls, purchases, {
      onAcknowledged(count) {
        if (points.includes(count)) killing = killing.then(() => system.killPostgres());
      },
    });
    await killing;
    expect(acknowledged).toBe(purchases.length);
    await expectEachOnce(shop, purchases);
  });

  it("when connections are cut every 100 ms", async () => {
    const { system, shop, purchases, urls } = await prepare(600 * SCALE);
    const delivering = deliverAll(urls, purchases);
    await system.cutConnections(100, delivering);
    expect((await delivering).acknowledged).toBe(purchases.length);
    await expectEachOnce(shop, purchases);
  });

  it("when two apps serve one database and get the same deliveries", async () => {
    const { shop, purchases, urls } = await prepare(300 * SCALE, 2);
    const { acknowledged, statuses } = await deliverAll(urls, [
      ...purchases,
      ...purchases,
      ...purchases,
    ]);
    expect(acknowledged).toBe(purchases.length * 3);
    expect(statuses.every((status) => status === 200)).toBe(true);
    await expectEachOnce(shop, purchases);
  });

  it("when the database is frozen for 12 s with 2,000 deliveries waiting: bounded, refused in time, then all of them", async () => {
    const { system, shop, purchases, urls } = await prepare(2_000);
    // Pools are filled first, so that the freeze meets connections in use.
    const [warm, rest] = [purchases.slice(0, 50), purchases.slice(50)];
    await deliverAll(urls, warm);
    const frozen = system.freezePostgres(12_000);
    const { statuses, slowestMs } = await deliverAll(urls, rest, {
      parallel: rest.length,
      retry: false,
    });
    await frozen;
    // Answered 200, or refused to be sent again; never a hang, and never a failure of ours.
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(503);
    expect(slowestMs).toBeLessThan(25_000);
    const { acknowledged } = await deliverAll(urls, purchases);
    expect(acknowledged).toBe(purchases.length);
    await expectEachOnce(shop, purchases);
  });
});
