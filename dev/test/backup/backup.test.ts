import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { readVariables } from "@/env";
import { verifyLedger } from "@/lib/ledger/verify";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { projectRoot } from "../../services";
import { deliverAll } from "../faults/deliver";
import { Shop } from "../faults/shop";
import { App, SECRET } from "../faults/system";
import { testVariables } from "../variables";
import { type DebianPostgres, startDebianPostgres } from "./debian-postgres";

const home = mkdtempSync(path.join(tmpdir(), "credits-backup-"));
let server: DebianPostgres;
let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  server = await startDebianPostgres();
});
afterAll(async () => {
  await emulator.close();
  server.drop();
  rmSync(home, { recursive: true });
});

/** A command of the build, as an operator runs it. @throws with its output when it fails */
function run(command: string, database: string, ...args: string[]) {
  return promisify(execFile)(process.execPath, [`dist/${command}.mjs`, ...args], {
    cwd: projectRoot,
    env: {
      ...testVariables(),
      PATH: readVariables().PATH,
      NODE_ENV: "production",
      APP_URL: "http://localhost:1",
      DATABASE_URL: server.url(database, "credits"),
      DATABASE_OWNER_URL: server.url(database, "credits_owner"),
      STRIPE_API_BASE: emulator.url,
      STRIPE_WEBHOOK_SECRET_CREDITS: SECRET,
    },
  });
}

it("a backup made under load, restored, and recovered has every payment, also of people who came later", async () => {
  await server.createDatabase("credits");
  const url = server.url("credits", "credits");
  await migrateDatabase(server.url("credits", "credits_owner"), url);
  const app = new App(await findFreePort(), url, path.join(home, "app.log"), emulator.url);
  await app.start();
  const database = openDatabase(url);
  const shop = new Shop(emulator, database);
  const file = path.join(home, "credits.dump");

  await deliverAll([app.webhookUrl], await shop.sell(60));
  let backup: Promise<unknown> = Promise.resolve();
  await deliverAll([app.webhookUrl], await shop.sell(120), {
    onAcknowledged(count) {
      if (count === 40) backup = run("backup", "credits", "--out", file);
    },
  });
  await backup;
  // It has names, addresses and password hashes.
  expect(statSync(file).mode & 0o077, "only its owner may read the backup").toBe(0);
  // Bought by people whom the backup doesn't know; and refunds of what it does.
  await deliverAll([app.webhookUrl], await shop.sell(60));
  await shop.refund([...(await shop.owed()).keys()].slice(0, 20), 333);
  await app.terminate();
  await database.close();

  await server.createDatabase("restored");
  await run("restore", "restored", file);
  const restored = openDatabase(server.url("restored", "credits"));
  try {
    const before = await shop.credited(restored);
    const owed = await shop.owed();
    expect(owed.size).toBe(240);
    expect(before.size).toBeLessThan(owed.size);

    const { stdout } = await run("reconcile", "restored", "--recover");
    expect(stdout).toMatch(/[1-9]\d* purchases recovered/);
    expect(await shop.credited(restored)).toEqual(owed);
    expect((await verifyLedger(restored)).fault).toBeUndefined();
    // Once more does nothing.
    expect((await run("reconcile", "restored", "--recover")).stdout).toContain("0 purchases");
    expect(await shop.credited(restored)).toEqual(owed);
  } finally {
    await restored.close();
  }
});

it("a restore refuses a database that isn't empty, and changes nothing", async () => {
  const file = path.join(home, "credits.dump");
  await expect(run("restore", "credits", file)).rejects.toMatchObject({
    stderr: expect.stringContaining("isn't empty"),
  });
});
