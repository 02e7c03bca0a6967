import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningEmulator, startEmulator } from "./server";

let emulator: RunningEmulator;
const home = mkdtempSync(path.join(tmpdir(), "stripe-cli-"));

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});

afterAll(async () => {
  await emulator.close();
  rmSync(home, { recursive: true, force: true });
});

it.each([
  "checkout.session.completed",
  "checkout.session.expired",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "charge.refunded",
  "charge.refund.updated",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "payment_intent.payment_failed",
])("the official CLI triggers %s", async (name) => {
  const stripe = path.resolve("node_modules/.bin/stripe");
  const flags = ["--api-base", emulator.url, "--api-key", "sk_test_123456789012"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [stripe, "trigger", name, ...flags],
    // Of its own home, so that it finds nobody's account; of nothing else. Its telemetry reaches
    // nobody from here, and panics now and then over it.
    { env: { NODE_ENV: "test", HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: "1" } },
  );
  expect(stdout).toContain("Trigger succeeded!");
  const happened = async () => {
    const answer = await fetch(`${emulator.url}/v1/events?type=${name}`, {
      headers: { authorization: "Bearer sk_test_123456789012" },
    });
    return ((await answer.json()) as { data: unknown[] }).data.length;
  };
  // The bank takes two seconds to decide about a debit.
  await expect.poll(happened, { timeout: 8_000 }).toBeGreaterThan(0);
});
