import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { eventOf, givenOrder, keyOf, paidFacts } from "@/dev/test/kits/billing/orders";
import { observeAll } from "@/lib/purchases/record-payment-updates";
import { createInbox } from "@/lib/webhooks/webhook-processor";

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
    const order = await givenOrder(db().database);
    const event = eventOf(order, paidFacts(order));
    const inboxes = [1, 2].map(() => createInbox(db().database, { livemode: false }));
    const deliveries = Array.from({ length: 50 }, (_, index) =>
      inboxes[index % 2]?.receive(index % 5 ? event : eventOf(order, paidFacts(order)), "webhook"),
    );
    const asked = Array.from({ length: 5 }, () =>
      db().database.transaction((tx) =>
        observeAll(tx, [{ key: keyOf(order), facts: paidFacts(order) }], () => new Date()),
      ),
    );
    await Promise.all([...deliveries, ...asked]);
    expect(await countJobs(order.id)).toBe(1);
  });

  it("is enqueued by nothing that credits nothing", async () => {
    const order = await givenOrder(db().database);
    const inbox = createInbox(db().database, { livemode: false });
    const unpaid = paidFacts(order, { paymentStatus: "unpaid" });
    const wrong = paidFacts(order, { subtotalMinor: 1 });
    for (const facts of [unpaid, wrong]) await inbox.receive(eventOf(order, facts), "webhook");
    expect(await countJobs(order.id)).toBe(0);
  });
});
