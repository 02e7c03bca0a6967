import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { crashing } from "@/dev/test/kits/billing/crash";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { dismissEvent } from "@/lib/exceptions/resolve";
import { lockPurchases } from "@/lib/purchases/repository";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createWebhookProcessor } from "./webhook-processor";

const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults({ uncredited })).toEqual([]);
});

const uncredited: string[] = [];

async function paidPurchase(): Promise<{ purchase: OpenPurchase; event: Stripe.Event }> {
  const purchase = await stage.openPurchase();
  const event = (await stage.pay(purchase)).at(-1);
  if (!event) throw new Error("no event");
  return { purchase, event };
}

/** While another transaction holds the lock of a purchase. */
function whileLocked(purchase: OpenPurchase, work: () => Promise<void>): Promise<void> {
  return stage.database.transaction(async (tx) => {
    await lockPurchases(tx, [{ accountId: purchase.user.accountId, purchaseId: purchase.id }]);
    await work();
  });
}

describe("a purchase that is stuck", () => {
  it("is refused as busy within the lock time-out, and delays the others once at most", async () => {
    const stuck = await paidPurchase();
    const others = await Promise.all(Array.from({ length: 12 }, paidPurchase));
    const lockTimeoutMs = 3_000;
    const processor = createWebhookProcessor(stage.database, { livemode: false, lockTimeoutMs });
    await whileLocked(stuck.purchase, async () => {
      const started = performance.now();
      const refused = stage.deliverTo(processor, stuck.event).catch((error: unknown) => error);
      await Promise.all(others.map(({ event }) => stage.deliverTo(processor, event)));
      // One lock time-out, where the stuck one shares the lane, and no second one.
      expect(performance.now() - started).toBeLessThan(2 * lockTimeoutMs);
      for (const { purchase } of others) {
        expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
      }
      expect(await refused).toMatchObject({ code: "busy", status: 503, retryAfterSeconds: 2 });
    });
    // It is no failure of the event, and Stripe sends it again.
    expect((await stage.record(stuck.event.id)).event).toBeUndefined();
    expect(await stage.deliver(stuck.event)).toMatchObject({ outcome: "processed" });
    expect(await stage.balance(stuck.purchase)).toBe(wholeCredits(1000));
  });
});

describe("a failure", () => {
  it("after the deadline is recorded all the same", async () => {
    const { purchase, event } = await paidPurchase();
    const processor = createWebhookProcessor(stage.database, { livemode: false, deadlineMs: 100 });
    await stage.asOwner((owner) =>
      owner.unsafe(`alter table purchases add constraint no_payment
        check (id <> '${purchase.id}' or status = 'pending') not valid`),
    );
    await whileLocked(purchase, async () => {
      await expect(stage.deliverTo(processor, event)).rejects.toMatchObject({ code: "busy" });
    });
    await expect
      .poll(() => stage.record(event.id))
      .toMatchObject({
        event: { status: "failed", reason: expect.stringContaining("no_payment") },
        deliveries: [{ outcome: "failed", answered: 503 }],
      });
    await stage.asOwner((owner) => owner`alter table purchases drop constraint no_payment`);
    expect(await stage.deliver(event)).toMatchObject({ outcome: "processed" });
  });

  it.each(["dismissed", "ignored"] as const)(
    "of a redelivery never turns a %s event into a failed one",
    async (status) => {
      const purchase = await stage.openPurchase();
      uncredited.push(purchase.sessionId);
      const event = structuredClone((await stage.pay(purchase)).at(-1) as Stripe.Event);
      Object.assign(
        event.data.object,
        status === "ignored" ? { metadata: { app: "another" } } : { amount_subtotal: 100 },
      );
      await stage.deliver(event);
      if (status === "dismissed") {
        const by = { admin: newId(), reason: "Refunded in Stripe" };
        await dismissEvent(stage.database, { eventId: event.id, ...by });
      }
      const failing = stage.newProcessor(crashing(stage.database, 2).database);
      await expect(stage.deliverTo(failing, event)).rejects.toThrow();
      const { event: stored, deliveries } = await stage.record(event.id);
      expect(stored).toMatchObject({ status });
      expect(deliveries.at(-1)).toMatchObject({ outcome: "failed" });
    },
  );
});
