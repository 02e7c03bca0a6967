import { spawn } from "node:child_process";
import { once } from "node:events";
import { asc } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { reconciliationRuns } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { NOTHING_REPAIRED, openCheckout, useStripe } from "@/dev/test/kits/billing/stripe";
import { testVariables } from "@/dev/test/variables";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { reconcile } from "./reconcile";
import { readLastRun } from "./runs";

/** One more than a page of Stripe's. */
const ORDERS = 101;

const db = useTestDatabase({ poolSize: 4 });
const stripe = useStripe();

it("a run that is killed in the middle is gone on with where it stopped, by whoever comes next", async () => {
  for (let made = 0; made < ORDERS; made += 1) {
    const { sessionId } = await openCheckout(db().database);
    await stripe().act(`sessions/${sessionId}/pay`);
  }
  // The first page comes, and for the second the process would wait long enough to be killed.
  await stripe().fail(
    { match: "GET /v1/checkout/sessions", next: 1, kind: "delay", delayMs: 1 },
    { match: "GET /v1/checkout/sessions", next: 1, kind: "timeout" },
  );
  const { LOG_LEVEL: _, ...variables } = testVariables();
  const child = spawn(process.execPath, ["--import", "tsx", "lib/recovery/reconcile-cli.ts"], {
    env: {
      ...variables,
      PATH: "/usr/bin:/bin",
      NODE_ENV: "test",
      DATABASE_URL: db().url,
      STRIPE_API_BASE: stripe().url,
    },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await vi.waitFor(
    async () => {
      const run = await readLastRun(db().database.read);
      expect(run?.positions.sessions?.cursor).toMatch(/^cs_/);
    },
    { timeout: 30_000, interval: 20 },
  );
  child.kill("SIGKILL");
  await ended;
  await stripe().recover();

  const webhookProcessor = createWebhookProcessor(db().database, { livemode: false });
  const run = (clock?: () => Date) =>
    reconcile(db().database, webhookProcessor, { days: 30, startedBy: "test", clock });
  expect(await run()).toBeUndefined(); // For a minute it may be alive.
  const later = () => new Date(Date.now() + 61_000);
  const report = await run(later);
  expect(report).toMatchObject({
    repaired: { ...NOTHING_REPAIRED, credited: ORDERS },
    compared: ORDERS,
  });
  const runs = await db()
    .database.read.select({ status: reconciliationRuns.status, by: reconciliationRuns.startedBy })
    .from(reconciliationRuns)
    .orderBy(asc(reconciliationRuns.startedAt));
  expect(runs).toEqual([
    { status: "abandoned", by: "cli" },
    { status: "finished", by: "test" },
  ]);
  expect((await run(later))?.repaired).toEqual(NOTHING_REPAIRED);
}, 60_000);
