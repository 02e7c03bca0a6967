import { count, eq, sql } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { stripeDeliveries, stripeEvents, stripeObjects } from "@/db/schema";
import { crashing } from "@/dev/test/kits/billing/crash";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { fulfil } from "@/lib/checkout/fulfil";
import { lockPurchases } from "@/lib/purchases/repository";
import { wholeCredits } from "@/lib/shared/credits";
import { createWebhookProcessor } from "./webhook-processor";

const stage = useBillingStage();

afterEach(async () => {
  await stage.stripe.recover();
  expect(await stage.findFaults()).toEqual([]);
});

/** Makes PostgreSQL refuse every new entry of the ledger, as a full disk or a failing trigger would. */
async function withLedgerRefused(work: () => Promise<void>): Promise<void> {
  await stage.asOwner((owner) =>
    owner.unsafe(`create function refuse_entries() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$;
      create trigger refuse_entries before insert on ledger_entries
      for each statement execute function refuse_entries()`),
  );
  try {
    await work();
  } finally {
    await stage.asOwner((owner) => owner`drop function refuse_entries cascade`);
  }
}

async function paidPurchase(): Promise<{ purchase: OpenPurchase; event: Stripe.Event }> {
  const purchase = await stage.openPurchase();
  const event = (await stage.pay(purchase)).at(-1);
  if (!event) throw new Error("no event");
  return { purchase, event };
}

describe("an event whose processing failed", () => {
  it("is recorded as failed, is no duplicate when it comes again, and then credits once", async () => {
    const { purchase, event } = await paidPurchase();
    await withLedgerRefused(async () => {
      for (const _ of [1, 2]) await expect(stage.deliver(event)).rejects.toThrow();
    });
    expect(await stage.record(event.id)).toMatchObject({
      event: { status: "failed", attempts: 2, purchaseId: purchase.id, reason: "the disk is full" },
      deliveries: [
        { outcome: "failed", answered: 500 },
        { outcome: "failed", answered: 500 },
      ],
    });
    expect(await stage.balance(purchase)).toBe(0n);
    expect(await stage.purchase(purchase)).toMatchObject({ status: "pending" });
    expect(await stage.deliver(event)).toMatchObject({ outcome: "processed" });
    expect(await stage.deliver(event)).toMatchObject({ outcome: "duplicate" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect((await stage.record(event.id)).event).toMatchObject({ status: "processed" });
  });

  it("fails alone: its neighbours in the batch are credited", async () => {
    const bought = await Promise.all(Array.from({ length: 10 }, paidPurchase));
    const bad = bought[4];
    if (!bad) throw new Error("no order");
    await stage.asOwner((owner) =>
      owner.unsafe(`alter table purchases add constraint no_bad_one
        check (id <> '${bad.purchase.id}' or status = 'pending') not valid`),
    );
    const results = await Promise.allSettled(bought.map(({ event }) => stage.deliver(event)));
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(results[4]?.status).toBe("rejected");
    await stage.asOwner((owner) => owner`alter table purchases drop constraint no_bad_one`);
    expect(await stage.deliver(bad.event)).toMatchObject({ outcome: "processed" });
    for (const { purchase } of bought)
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("in a state that isn't known here is kept as failed, so that an admin sees it", async () => {
    const purchase = await stage.buy();
    const [created] = await stage.refund(purchase, 100);
    if (!created) throw new Error("no event");
    const strange = structuredClone(created);
    strange.id = `${created.id}strange`;
    Object.assign(strange.data.object, { status: "evaporated" });
    await expect(stage.deliver(strange)).rejects.toThrow(/isn't known here: evaporated/);
    expect((await stage.record(strange.id)).event).toMatchObject({ status: "failed" });
    await stage.deliver(created);
  });

  it("because Stripe couldn't be asked whose it is, is done when Stripe answers again", async () => {
    const { purchase, event } = await paidPurchase();
    const [refunded] = await stage.refund(purchase, 400);
    if (!refunded) throw new Error("no event");
    const match = `GET /v1/payment_intents/${payment(event)}`;
    await stage.fault({ match, next: 2, kind: "status", status: 500 });
    await expect(stage.deliver(refunded)).rejects.toThrow();
    expect((await stage.record(refunded.id)).event).toMatchObject({ status: "failed" });
    await stage.deliver(refunded, event);
    expect(await stage.balance(purchase)).toBe(wholeCredits(600));
  });

  it("never overwrites what another delivery of it achieved meanwhile", async () => {
    const { purchase, event } = await paidPurchase();
    const failing = stage.newProcessor(crashing(stage.database, 1).database);
    await stage.deliver(event);
    await expect(stage.deliverTo(failing, event)).rejects.toThrow();
    expect((await stage.record(event.id)).event).toMatchObject({ status: "processed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });
});

it("waits no longer than its deadline; what was refused as busy is done all the same, once", async () => {
  const { purchase, event } = await paidPurchase();
  const webhookProcessor = createWebhookProcessor(stage.database, {
    livemode: false,
    deadlineMs: 100,
  });
  const key = { accountId: purchase.user.accountId, purchaseId: purchase.id };
  await stage.database.transaction(async (tx) => {
    await lockPurchases(tx, [key]);
    await expect(stage.deliverTo(webhookProcessor, event)).rejects.toMatchObject({
      code: "busy",
      status: 503,
    });
  });
  await expect.poll(() => stage.balance(purchase)).toBe(wholeCredits(1000));
  expect(await stage.deliver(event)).toMatchObject({ outcome: "duplicate" });
  expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
});

function payment(event: Stripe.Event): string {
  return String((event.data.object as Stripe.Checkout.Session).payment_intent);
}

describe("a crash", () => {
  /** Rows that a payment leaves behind, beside those of the ledger, which `findFaults` checks. */
  async function traces(purchase: OpenPurchase, event: Stripe.Event) {
    const { read } = stage.database;
    const [[events], [deliveries], [jobs], [payments]] = await Promise.all([
      read.select({ rows: count() }).from(stripeEvents).where(eq(stripeEvents.id, event.id)),
      read
        .select({ rows: count() })
        .from(stripeDeliveries)
        .where(eq(stripeDeliveries.eventId, event.id)),
      read.execute<{ rows: number }>(
        sql`select count(*)::int as rows from pgboss.job where data->>'purchaseId' = ${purchase.id}`,
      ),
      read
        .select({ rows: count() })
        .from(stripeObjects)
        .where(eq(stripeObjects.stripeId, payment(event))),
    ]);
    return [events, deliveries, jobs, payments].map((row) => row?.rows);
  }

  it("between any two statements leaves nothing half done, and the event can come again", async () => {
    const counting = crashing(stage.database);
    const first = await paidPurchase();
    await stage.deliverTo(stage.newProcessor(counting.database), first.event);
    const { statements } = counting.counted;
    expect(statements).toBeGreaterThan(10);
    for (let after = 1; after <= statements; after += 1) {
      const { purchase, event } = await paidPurchase();
      const dying = crashing(stage.database, after);
      // As a process that dies records nothing afterwards, so what it did in vain is looked at.
      await expect(
        dying.database.transaction(async (tx) => {
          const one = {
            ...stage.database,
            transaction: (work: (t: typeof tx) => unknown) => work(tx),
          };
          return stage.deliverTo(stage.newProcessor(one as typeof stage.database), event);
        }),
      ).rejects.toThrow();
      expect(dying.counted.crashed).toBe(true);
      expect(await traces(purchase, event)).toEqual([0, 0, 0, 0]);
      expect(await stage.balance(purchase)).toBe(0n);
      expect(await stage.purchase(purchase)).toMatchObject({ status: "pending", paymentId: null });
      expect(await stage.deliver(event)).toMatchObject({ outcome: "processed" });
      expect(await traces(purchase, event)).toEqual([1, 1, 1, 1]);
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    }
  });

  it("after COMMIT and before the answer is a duplicate when the event comes again", async () => {
    const { purchase, event } = await paidPurchase();
    await stage.deliver(event);
    expect(await stage.deliver(event)).toMatchObject({ outcome: "duplicate" });
    expect(await traces(purchase, event)).toEqual([1, 2, 1, 1]);
  });

  it("of the return page is no loss either", async () => {
    const { purchase, event } = await paidPurchase();
    const dying = crashing(stage.database, 6);
    await expect(fulfil(dying.database, purchase.sessionId)).rejects.toThrow();
    expect(await stage.balance(purchase)).toBe(0n);
    await Promise.all([fulfil(stage.database, purchase.sessionId), stage.deliver(event)]);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });
});
