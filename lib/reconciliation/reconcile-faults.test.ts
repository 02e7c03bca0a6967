import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { refundRequests, stripeEvents } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { NOTHING_REPAIRED, openCheckout, useStripe } from "@/dev/test/kits/billing/stripe";
import { fulfil } from "@/lib/checkout/fulfil";
import { newId } from "@/lib/shared/ids";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { type ReconcileOptions, reconcile } from "./reconcile";
import { readLastRun } from "./runs";

const DAY_MS = 86_400_000;

describe("reconciliation never stops at one fault", () => {
  const db = useTestDatabase();
  const stripe = useStripe();
  const run = async (more: Partial<ReconcileOptions> = {}) => {
    const webhookProcessor = createWebhookProcessor(db().database, { livemode: false });
    const report = await reconcile(db().database, webhookProcessor, {
      ...{ days: 30, startedBy: "test", ...more },
    });
    if (!report) throw new Error("another run is under way");
    return report;
  };
  const pay = async (method: "card" | "sepa_debit" = "card") => {
    const checkout = await openCheckout(db().database);
    await stripe().act(`sessions/${checkout.sessionId}/pay`, { method });
    return checkout;
  };
  /** Paid, and credited. */
  const buy = async () => {
    const { sessionId } = await pay();
    return fulfil(db().database, sessionId);
  };
  const later = (days: number) => () => new Date(Date.now() + days * DAY_MS);

  beforeEach(async () => {
    await stripe().recover();
    await run();
  });

  it("a dispute in a status that isn't known here is named, and the next one is recorded", async () => {
    const [unreadable, ordinary] = [await buy(), await buy()];
    const { id } = await stripe().act(`charges/${unreadable.chargeId}/dispute`);
    await stripe().act(`disputes/${id}/close`, { status: "arbitration" });
    await stripe().act(`charges/${ordinary.chargeId}/dispute`);
    const report = await run();
    expect(report.repaired).toMatchObject({ disputes: 1 });
    expect(report.findings).toContainEqual({
      ...{ stripeId: id, reason: expect.stringContaining("arbitration") },
    });
    expect(report.failedPhases).toEqual([]);
    await stripe().act(`disputes/${id}/close`, { status: "won" });
  });

  it("a permission that Stripe refuses ends one phase; the others run, and the next run begins anew", async () => {
    const refund = await buy();
    await stripe().act(`payment_intents/${refund.paymentId}/refund`, { amount: 300 });
    await pay();
    await stripe().fail({ match: "GET /v1/refunds", next: 1, kind: "status", status: 403 });
    const refused = await run();
    expect(refused.repaired).toMatchObject({ credited: 1, refunds: 0 });
    expect(refused.failedPhases).toEqual([{ phase: "Refunds", reason: expect.any(String) }]);
    expect(await readLastRun(db().database.read)).toMatchObject({ status: "incomplete" });
    await pay();
    const allowed = await run();
    expect(allowed.repaired).toMatchObject({ credited: 1, refunds: 1 });
    expect(allowed.failedPhases).toEqual([]);
    expect(await readLastRun(db().database.read)).toMatchObject({ status: "finished" });
  });

  it("a refund request that always fails is named, and the next one is sent", async () => {
    const [bad, good] = [await buy(), await buy()];
    const request = async (purchase: typeof bad, amountMinor: number) => {
      const [row] = await db()
        .database.read.insert(refundRequests)
        .values({
          ...{ accountId: purchase.accountId, id: newId(), purchaseId: purchase.id },
          ...{ amountMinor, currency: "usd", reason: "Test", actor: newId() },
          ...{ createdAt: new Date(Date.now() - DAY_MS), updatedAt: new Date() },
        })
        .returning();
      return row?.id;
    };
    const badId = await request(bad, 333);
    await request(good, 400);
    await db().asOwner(
      (owner) =>
        owner`alter table payment_refunds add constraint refused check (amount_minor <> 333) not valid`,
    );
    try {
      const report = await run();
      expect(report.repaired).toMatchObject({ refundRequests: 1 });
      expect(report.findings).toContainEqual({
        ...{ stripeId: `refund request ${badId}`, reason: expect.stringContaining("refused") },
      });
    } finally {
      await db().asOwner((owner) => owner`alter table payment_refunds drop constraint refused`);
    }
    await run();
  });

  it("disputes, refunds and payments that are open here are asked for, however old they are", async () => {
    const [disputed, refunded, waiting] = [await buy(), await buy(), await pay("sepa_debit")];
    const dispute = await stripe().act(`charges/${disputed.chargeId}/dispute`);
    await stripe().act(`payment_intents/${refunded.paymentId}/refund`, { amount: 300 });
    await run();
    await db().database.read.execute(sql`update payment_refunds set status = 'pending'`);
    await stripe().act(`disputes/${dispute.id}/close`, { status: "won" });
    await stripe().act(`sessions/${waiting.sessionId}/settle`);
    const { repaired, findings } = await run({ clock: later(60), days: 2 });
    expect(findings).toEqual([]);
    expect(repaired).toMatchObject({ disputes: 1, credited: 1 });
    expect(repaired.refunds).toBeGreaterThanOrEqual(1);
    expect((await run({ clock: later(61), days: 2 })).repaired).toEqual(NOTHING_REPAIRED);
  });

  it("what is open here and Stripe no longer shows is named", async () => {
    const disputed = await buy();
    const { id } = await stripe().act(`charges/${disputed.chargeId}/dispute`);
    await run();
    const gone = `du_${newId()}`;
    await db().database.read.execute(
      sql`update payment_disputes set id = ${gone} where id = ${id}`,
    );
    const { findings, failedPhases } = await run({ clock: later(60), days: 1 });
    expect(failedPhases).toEqual([]);
    expect(findings).toEqual([{ stripeId: gone, reason: expect.stringContaining("No such") }]);
    await db().database.read.execute(
      sql`update payment_disputes set status = 'lost' where id = ${gone}`,
    );
  });

  it("a payment whose purchase says completed, though the ledger has no entry, is named", async () => {
    const { sessionId, purchaseId } = await pay();
    const { payment_intent: paymentId } = await stripe().rowOf(sessionId);
    await db().asOwner(
      (owner) => owner`update purchases set status = 'completed', payment_id = ${paymentId},
        paid_minor = amount_minor, paid_currency = currency, completed_at = now()
        where id = ${purchaseId}`,
    );
    // The first run records what the session says beside the payment.
    await run();
    expect((await run()).findings).toContainEqual({
      ...{ stripeId: sessionId, reason: expect.stringContaining("has no purchase entry") },
    });
    await db().asOwner(async (owner) => {
      await owner`alter table purchases disable trigger user`;
      await owner`update purchases set status = 'pending', payment_id = null, completed_at = null
        where id = ${purchaseId}`;
      await owner`alter table purchases enable trigger user`;
    });
    expect((await run()).repaired.credited).toBe(1);
  });

  it("five hundred events that always fail keep no newer one from being tried", async () => {
    await pay();
    await run();
    const failing = Array.from({ length: 500 }, (_, index) => ({
      ...{ id: `evt_broken${index}`, type: "charge.succeeded", livemode: false },
      ...{ occurredAt: new Date(Date.now() - DAY_MS), payload: {}, status: "failed" as const },
      ...{ reason: "Test", firstReceivedAt: new Date(), processedAt: new Date() },
    }));
    await db().database.read.insert(stripeEvents).values(failing);
    const [newer] = await stripe()
      .get<{ data: { id: string; type: string }[] }>("events", {
        limit: 100,
      })
      .then(({ data }) => data.filter(({ type }) => type === "checkout.session.completed"));
    await db()
      .database.read.insert(stripeEvents)
      .values({
        ...{ id: newer?.id ?? "", type: "checkout.session.completed", livemode: false },
        ...{ occurredAt: new Date(), status: "failed" as const, reason: "Test" },
        ...{ payload: await stripe().get<Record<string, unknown>>(`events/${newer?.id}`) },
        ...{ firstReceivedAt: new Date(), processedAt: new Date() },
      });
    const report = await run();
    expect(report.repaired.events).toBe(1);
    expect(report.needsReview).toBe(500);
    await db().database.read.execute(
      sql`update stripe_events set status = 'dismissed' where id like 'evt_broken%'`,
    );
  });

  it("on schedule, leaves what changed within the last minutes to the webhook", async () => {
    await pay();
    const dry = await run({ startedBy: "schedule", dryRun: true });
    const soon = await run({ startedBy: "schedule" });
    expect(soon.repaired).toEqual(NOTHING_REPAIRED);
    expect(soon.inFlight).toBeGreaterThanOrEqual(1);
    expect(dry).toMatchObject({ repaired: soon.repaired, inFlight: soon.inFlight });
    const clock = () => new Date(Date.now() + 6 * 60_000);
    const lost = await run({ startedBy: "schedule", clock });
    expect(lost).toMatchObject({ inFlight: 0, repaired: { credited: 1 } });
  });
});
