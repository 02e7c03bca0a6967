import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { projectRoot } from "../../services";
import { testVariables } from "../variables";
import { Shop } from "./shop";
import { SECRET, type System, startSystem } from "./system";

let emulator: RunningEmulator;
let system: System;
let shop: Shop;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([], emulator.url);
  shop = new Shop(emulator, system.database);
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

/** Makes a process believe that it is so much later than it is. */
function withClockOff(byMs: number) {
  const module = new URL(`shifted-clock.mjs?ms=${byMs}`, import.meta.url);
  return { NODE_OPTIONS: `--import ${module.href}`, LOG_LEVEL: "warn" };
}

async function runDoctor(url: string, variables: Readonly<Record<string, string>>) {
  const doctor = spawn(process.execPath, ["--import", "tsx", "lib/doctor/doctor-cli.ts"], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...testVariables(),
      ...{ NODE_ENV: "test", PATH: path.dirname(process.execPath), DATABASE_URL: url },
      ...{ STRIPE_API_BASE: emulator.url, STRIPE_WEBHOOK_SECRET_CREDITS: SECRET },
      ...variables,
    },
  });
  const [said, [code]] = await Promise.all([text(doctor.stdout), once(doctor, "close")]);
  return { said, code };
}

describe("a server whose clock is wrong", () => {
  it.each([
    [600_000, "timestamp_too_old"],
    [-600_000, "timestamp_in_the_future"],
  ])(
    "by %d ms refuses deliveries and says why, loses none, and the doctor names the clock",
    async (byMs, check) => {
      const port = await findFreePort();
      const app = system.addApp(port, withClockOff(byMs));
      await app.start();
      const [purchase] = await shop.sell(1);
      if (!purchase) throw new Error("nothing was sold");
      const deliver = () =>
        fetch(app.webhookUrl, { method: "POST", headers: purchase.headers, body: purchase.body });

      const refused = await deliver();
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({
        check,
        detail: expect.stringContaining("clock"),
      });
      await vi.waitFor(() => expect(app.log()).toMatch(new RegExp(`Stripe.*${check}`)));
      const before = (await shop.credited()).size;

      const { said, code } = await runDoctor(app.databaseUrl, withClockOff(byMs));
      expect(code).toBe(1);
      expect(said).toMatch(/✗ Clock +the database and this machine differ by (599|600)/);

      // With the right clock the same delivery is credited: Stripe sends it again for days.
      await app.terminate();
      system.stopApps();
      const mended = system.addApp(port);
      await mended.start();
      expect((await deliver()).status).toBe(200);
      expect((await shop.credited()).size).toBe(before + 1);
      expect(await shop.credited()).toEqual(await shop.owed());
      system.stopApps();
    },
  );
});
