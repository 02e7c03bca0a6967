import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { eventOf, givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { keyOf } from "@/lib/purchases/purchase";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";

describe("a receipt", () => {
  const db = useTestDatabase();
  const countJobs = async (purchaseId: string) => {
    const [row] = await db().database.read.execute<{ jobs: number }>(sql`
      select count(*)::int as jobs from pgboss.job
      where name = 'receipt' and data ->> 'purchaseId' = ${purchaseId}
    `);
    return row?.jobs;
  };

  it("is enqueued once of 50 deliveries, through two processes, and of what is asked besides", async () => {
    const purchase = await givenPurchase(db().database);
    const event = eventOf(purchase, paidUpdates(purchase));
    const processors = [1, 2].map(() => createWebhookProcessor(db().database, { livemode: false }));
    const deliveries = Array.from({ length: 50 }, (_, index) =>
      processors[index % 2]?.process(
        index % 5 ? event : eventOf(purchase, paidUpdates(purchase)),
        "webhook",
      ),
    );
    const asked = Array.from({ length: 5 }, () =>
      db().database.transaction((tx) =>
        recordPaymentUpdates(
          tx,
          [{ key: keyOf(purchase), updates: paidUpdates(purchase) }],
          () => new Date(),
        ),
      ),
    );
    await Promise.all([...deliveries, ...asked]);
    expect(await countJobs(purchase.id)).toBe(1);
  });

  it("is enqueued by nothing that credits nothing", async () => {
    const purchase = await givenPurchase(db().database);
    const webhookProcessor = createWebhookProcessor(db().database, { livemode: false });
    const unpaid = paidUpdates(purchase, { paymentStatus: "unpaid" });
    const wrong = paidUpdates(purchase, { subtotalMinor: 1 });
    for (const updates of [unpaid, wrong])
      await webhookProcessor.process(eventOf(purchase, updates), "webhook");
    expect(await countJobs(purchase.id)).toBe(0);
  });
});
