import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reconciliationRuns } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { enqueue } from "@/lib/queue/enqueue";
import { readLastRun } from "@/lib/reconciliation/runs";
import { newId } from "@/lib/shared/ids";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { startWorker } from "./worker";

const WAIT = { timeout: 15_000, interval: 50 };

describe("a comparison that an admin asks for", () => {
  const db = useTestDatabase();
  useStripe();
  let stop: ((graceMs: number) => Promise<void>) | undefined;
  afterEach(() => stop?.(15_000));

  it("is made, though another is under way: after that", async () => {
    const { database, url } = db();
    const [another, admin] = [newId(), newId()];
    await database.read.insert(reconciliationRuns).values({
      ...{ id: another, days: 2, startedBy: "schedule", phase: "sessions" },
      ...{ since: new Date(), startedAt: new Date(), heartbeatAt: new Date() },
      ...{ positions: {}, report: {} },
    });
    await database.transaction((tx) =>
      enqueue(tx, [{ queue: "reconcile-full", data: { startedBy: admin } }]),
    );
    const webhookProcessor = createWebhookProcessor(database, { livemode: false });
    const mail = { smtpUrl: undefined, from: "Credits <credits@shop.example>" };
    stop = await startWorker({
      ...{ database, webhookProcessor, sealKeys: [], mail, databaseUrl: url, pollMs: 50 },
    });
    // It was looked for at least once, and found the other in its way.
    await vi.waitFor(async () => {
      const [job] = await database.read.execute<{ state: string }>(
        "select state from pgboss.job where name = 'reconcile-full' and state = 'active'",
      );
      expect(job?.state).toBe("active");
    }, WAIT);
    expect((await readLastRun(database.read))?.id).toBe(another);
    await database.read
      .update(reconciliationRuns)
      .set({ status: "finished" })
      .where(eq(reconciliationRuns.id, another));
    await vi.waitFor(async () => {
      const run = await readLastRun(database.read);
      expect(run).toMatchObject({ days: 30, startedBy: admin, status: "finished" });
    }, WAIT);
  });
});
