import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { packs, stripeDeliveries } from "@/db/schema";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { fulfil } from "@/lib/checkout/fulfil";
import { listEntries } from "@/lib/ledger/read-entries";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

/** The event that brings the credits. */
function completed(events: readonly Stripe.Event[]): Stripe.Event {
  const event = events.find(({ type }) => type === "checkout.session.completed");
  if (!event) throw new Error("The session wasn't completed.");
  return event;
}

function times<Result>(many: number, make: (index: number) => Result): Result[] {
  return Array.from({ length: many }, (_, index) => make(index));
}

describe("a payment is credited once", () => {
  it("by its webhook, whose record says so", async () => {
    const purchase = await stage.openPurchase();
    const events = await stage.pay(purchase);
    expect(await stage.deliver(...events)).toEqual({
      eventId: completed(events).id,
      outcome: "processed",
      reason: "Added 1,000 credits for Starter Pack.",
    });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "completed",
      paidMinor: 1000,
      sessionId: purchase.sessionId,
      receiptUrl: expect.stringContaining("http"),
    });
    expect(await stage.record(completed(events).id)).toMatchObject({
      event: { status: "processed", purchaseId: purchase.id, attempts: 1 },
      deliveries: [{ outcome: "processed", answered: 200 }],
    });
  });

  it("of 50 deliveries of one event at once", async () => {
    const purchase = await stage.openPurchase();
    const event = completed(await stage.pay(purchase));
    const receipts = await Promise.all(times(50, () => stage.deliver(event)));
    expect(receipts.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
    expect(receipts.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(49);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect((await stage.record(event.id)).deliveries).toHaveLength(50);
  });

  it("of 50 deliveries at once to two processes with a database pool each", async () => {
    const purchase = await stage.openPurchase();
    const event = completed(await stage.pay(purchase));
    const other = openDatabase(stage.databaseUrl);
    try {
      const processors = [stage.webhookProcessor, stage.newProcessor(other)];
      const receipts = await Promise.all(
        times(50, (index) =>
          stage.deliverTo(processors[index % 2] ?? stage.webhookProcessor, event),
        ),
      );
      expect(receipts.map(({ outcome }) => outcome)).not.toContain("failed");
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    } finally {
      await other.close();
    }
  });

  it("when the webhook, the return page, a replay and reconciliation come at once", async () => {
    const purchase = await stage.openPurchase();
    const event = completed(await stage.pay(purchase));
    const replays = (["replay", "reconcile"] as const).map(async (via) =>
      stage.webhookProcessor.process(await stage.read(event), via),
    );
    await Promise.all([
      ...times(5, () => stage.deliver(event)),
      ...times(5, () => fulfil(stage.database, purchase.sessionId)),
      ...replays,
    ]);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await stage.purchase(purchase)).toMatchObject({ status: "completed" });
  });

  it("by the return page, when its webhook is late", async () => {
    const purchase = await stage.openPurchase();
    const events = await stage.pay(purchase);
    expect(await fulfil(stage.database, purchase.sessionId)).toMatchObject({ status: "completed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await stage.deliver(...events)).toMatchObject({ outcome: "processed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("when two different events tell of it, at once and one after the other", async () => {
    const purchase = await stage.openPurchase();
    const event = completed(await stage.pay(purchase));
    const second: Stripe.Event = {
      ...event,
      id: `evt_${randomUUID().replaceAll("-", "")}`,
      type: "checkout.session.async_payment_succeeded",
    } as Stripe.Event;
    await Promise.all([stage.deliver(event), stage.deliver(second)]);
    await stage.deliver({ ...second, id: `${second.id}again` });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });
});

describe("many payments at once", () => {
  it("of one user, for 50 packs, through two processes, in any order: the exact sum", async () => {
    await stage.database.read.insert(packs).values(
      times(50, (index) => ({
        id: randomUUID(),
        code: `pack-${index}`,
        name: `Pack ${index}`,
        description: "One of fifty",
        credits: wholeCredits(index + 1),
        priceMinor: 100 + index,
        currency: "usd",
      })),
    );
    const user = await stage.buyer();
    const purchases = await Promise.all(times(50, (n) => stage.openPurchase(`pack-${n}`, user)));
    for (const { sessionId } of purchases) await stage.stripe.act(`sessions/${sessionId}/pay`);
    const events = (await stage.events()).filter(
      ({ type }) => type === "checkout.session.completed",
    );
    const paid = events.filter(({ data }) =>
      purchases.some(({ sessionId }) => sessionId === (data.object as { id: string }).id),
    );
    expect(paid).toHaveLength(50);
    const processors = [stage.newProcessor(), stage.newProcessor()];
    await Promise.all([
      ...paid.map((event, index) =>
        stage.deliverTo(processors[index % 2] ?? stage.webhookProcessor, event),
      ),
      ...purchases.map(({ sessionId }) => fulfil(stage.database, sessionId)),
      ...paid.toReversed().map((event) => stage.deliver(event)),
    ]);
    expect(await stage.balance({ user })).toBe(wholeCredits(1275));
    const { accountId } = user;
    const entries = await listEntries(stage.database.read, { accountId, limit: 100 });
    expect(entries).toHaveLength(50);
  });

  it("of 100 people, told to two processes in opposite orders: none waits in a circle", async () => {
    const purchases = await Promise.all(times(100, () => stage.openPurchase()));
    for (const { sessionId } of purchases) await stage.stripe.act(`sessions/${sessionId}/pay`);
    const events = (await stage.events()).slice(-200);
    await tellInOppositeOrders(events);
    for (const purchase of purchases)
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("nor over events that lock no purchase, because nothing is done for them", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [event] = await stage.testWebhook();
      if (!event) throw new Error("no event");
      await tellInOppositeOrders(times(100, (index) => ({ ...event, id: `${event.id}${index}` })));
    }
  });
});

/** @throws when a transaction had to be run anew: PostgreSQL breaks a circle by giving one up */
async function tellInOppositeOrders(events: readonly Stripe.Event[]): Promise<void> {
  let [transactions, tries] = [0, 0];
  const counting: Database = {
    ...stage.database,
    transaction(work) {
      transactions += 1;
      return stage.database.transaction((tx) => {
        tries += 1;
        return work(tx);
      });
    },
  };
  const [one, other] = [stage.newProcessor(counting), stage.newProcessor(counting)];
  await Promise.all([
    ...events.map((event) => stage.deliverTo(one, event)),
    ...events.toReversed().map((event) => stage.deliverTo(other, event)),
  ]);
  expect(tries).toBe(transactions);
}

it("every delivery is recorded, whatever came of it", async () => {
  const purchase = await stage.openPurchase();
  const event = completed(await stage.pay(purchase));
  for (let times = 0; times < 3; times += 1) await stage.deliver(event);
  const [row] = await stage.database.read
    .select({ deliveries: count() })
    .from(stripeDeliveries)
    .where(eq(stripeDeliveries.eventId, event.id));
  expect(row?.deliveries).toBe(3);
  expect((await stage.record(event.id)).event).toMatchObject({ status: "processed", attempts: 1 });
});
