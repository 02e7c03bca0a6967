import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { stripeEvents, users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { NOTHING_REPAIRED, openCheckout, useStripe } from "@/dev/test/kits/billing/stripe";
import { fulfil } from "@/lib/checkout/fulfil";
import { dismissEvent, reprocessEvent } from "@/lib/exceptions/resolve";
import { newId } from "@/lib/shared/ids";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { type ReconcileOptions, reconcile } from "./reconcile";

describe("reconciliation, when deliveries fail", () => {
  const db = useTestDatabase();
  // Nobody listens there.
  const stripe = useStripe("http://127.0.0.1:9/webhook");
  const run = (more: Partial<ReconcileOptions> = {}) =>
    reconcile(db().database, createWebhookProcessor(db().database, { livemode: false }), {
      days: 30,
      startedBy: "test",
      ...more,
    });
  const setDeleted = (deletedAt: Date | null) =>
    db().database.read.update(users).set({ deletedAt });
  const pay = async () => {
    const { sessionId } = await openCheckout(db().database);
    await stripe().act(`sessions/${sessionId}/pay`);
  };
  const countEvents = async () => {
    const [row] = await db().database.read.execute<{ done: number; failed: number }>(sql`
      select count(*) filter (where status = 'processed')::int as done,
        count(*) filter (where status = 'failed')::int as failed
      from stripe_events
    `);
    return row;
  };

  it("takes in the events that no endpoint took, once", async () => {
    await pay();
    const said = await run({ dryRun: true });
    expect(await countEvents()).toEqual({ done: 0, failed: 0 });
    const done = await run();
    expect(done?.repaired).toEqual(said?.repaired);
    expect(done?.repaired.credited).toBe(1);
    expect(done?.repaired.events).toBeGreaterThanOrEqual(2);
    expect(await countEvents()).toEqual({ done: done?.repaired.events, failed: 0 });
    expect((await run())?.repaired).toEqual(NOTHING_REPAIRED);
  });

  it("runs events again that arrived and failed here", async () => {
    await pay();
    await run();
    await db().database.read.execute(
      sql`update stripe_events set status = 'failed' where type = 'charge.succeeded'`,
    );
    const before = await countEvents();
    expect(before?.failed).toBe(2);
    expect((await run())?.repaired.events).toBe(2);
    expect(await countEvents()).toEqual({ done: (before?.done ?? 0) + 2, failed: 0 });
  });

  it("leaves a payment alone that an admin dismissed, though its cause is gone", async () => {
    const { sessionId, purchaseId } = await openCheckout(db().database);
    await setDeleted(new Date());
    await stripe().act(`sessions/${sessionId}/pay`);
    const first = await run();
    expect(first?.needsReview).toBeGreaterThan(0);
    const [event] = await db()
      .database.read.select({ id: stripeEvents.id })
      .from(stripeEvents)
      .where(eq(stripeEvents.objectId, sessionId));
    const eventId = event?.id ?? "";
    await dismissEvent(db().database, { eventId, admin: newId(), reason: "Refunded in Stripe" });
    await setDeleted(null);
    const again = await run();
    expect(again).toMatchObject({ needsReview: 0, repaired: NOTHING_REPAIRED });
    expect(await fulfil(db().database, sessionId)).toMatchObject({
      ...{ id: purchaseId, status: "failed", completedAt: null },
    });
    // Until it is undone.
    const webhookProcessor = createWebhookProcessor(db().database, { livemode: false });
    const deliveryResult = await reprocessEvent(db().database, webhookProcessor, {
      eventId,
      admin: newId(),
    });
    expect(deliveryResult.outcome).toBe("processed");
  });

  it("calls nobody any more to a mismatch whose purchase it credited after the cause was mended", async () => {
    const { sessionId } = await openCheckout(db().database);
    await setDeleted(new Date());
    await stripe().act(`sessions/${sessionId}/pay`);
    await run();
    const needing = () => countEventsNeedingAttention(db().database.read);
    expect(await needing()).toBe(1);
    await setDeleted(null);
    const done = await run();
    expect(done?.repaired.credited).toBe(1);
    expect(await needing()).toBe(0);
    expect((await run())?.repaired).toEqual(NOTHING_REPAIRED);
  });
});
