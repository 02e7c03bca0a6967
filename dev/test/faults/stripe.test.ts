import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type RunningEmulator, startEmulator } from "@/dev/stripe/server";
import { createPerson } from "@/lib/access/people";
import { startCheckout } from "@/lib/billing/checkout";
import { newId } from "@/lib/ids";
import { verifyLedger } from "@/lib/ledger/verify";
import { findFreePort } from "../../ports";
import { SECRET, type System, startSystem, until } from "./system";

const BUYERS = 60;
const CREDITS = 1_000;
const PRICE_MINOR = 1_000;

interface PaidRow {
  readonly payment_intent: string;
  readonly payment_status: string;
  readonly amount_refunded: number;
}

let emulator: RunningEmulator;
let system: System;

beforeEach(async () => {
  const port = await findFreePort();
  emulator = await startEmulator({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/api/v1/billing/credits/webhook`,
    webhookSecret: SECRET,
  });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([port], emulator.url);
});

afterEach(async () => {
  await system.stop();
  await emulator.close();
});

async function control(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${emulator.url}/_emulator/${path}`, {
    method: body ? "POST" : "GET",
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Opens a checkout page for somebody new. */
async function openCheckout(): Promise<string> {
  const { database } = system;
  const person = await createPerson(database, { email: `${newId()}@example.com`, name: "Buyer" });
  return (await startCheckout(database, { person, packCode: "starter" })).sessionId;
}

/** What the ledger has for each payment: what was bought, less what was taken back. */
async function creditsByPayment(): Promise<Map<string, number>> {
  const rows = await system.database.read.execute<{ payment: string; credits: string }>(
    sql`select source_id as payment, sum(amount)::text as credits from ledger_entries where source_type = 'payment' group by source_id`,
  );
  return new Map(rows.map(({ payment, credits }) => [payment, Number(credits)]));
}

/** What it must have by Stripe's word. */
async function owedByPayment(): Promise<Map<string, number>> {
  const rows = (await control("ledger")) as PaidRow[];
  const paid = rows.filter(({ payment_status }) => payment_status === "paid");
  return new Map(
    paid.map((row) => [
      row.payment_intent,
      CREDITS - Math.floor((CREDITS * row.amount_refunded) / PRICE_MINOR),
    ]),
  );
}

async function agrees(): Promise<boolean> {
  const [owed, had] = [await owedByPayment(), await creditsByPayment()];
  return (
    owed.size === had.size && [...owed].every(([payment, credits]) => had.get(payment) === credits)
  );
}

it("the ledger has what Stripe says was paid and refunded, though the app is killed while Stripe delivers", async () => {
  const [app] = system.apps;
  const sessions: string[] = [];
  for (let buyer = 0; buyer < BUYERS; buyer += 1) sessions.push(await openCheckout());

  for (const session of sessions) await control(`sessions/${session}/pay`, {});
  await until(async () => (await creditsByPayment()).size >= BUYERS / 4, 30_000);
  app?.kill();
  await app?.start();
  await until(agrees, 60_000);

  const payments = [...(await owedByPayment()).keys()];
  for (const payment of payments.slice(0, BUYERS / 3)) {
    await control(`payment_intents/${payment}/refund`, { amount: 333 });
  }
  app?.kill();
  await app?.start();
  await until(agrees, 60_000);

  expect([...(await creditsByPayment()).entries()].sort()).toEqual(
    [...(await owedByPayment()).entries()].sort(),
  );
  expect((await verifyLedger(system.database)).fault).toBeUndefined();
});
