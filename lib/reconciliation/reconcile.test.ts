import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { creditAccounts, purchases, users } from "@/db/schema";
import { createTestDatabase, useTestDatabase } from "@/dev/test/database";
import { NOTHING_REPAIRED, openCheckout, useStripe } from "@/dev/test/kits/billing/stripe";
import { fulfil } from "@/lib/checkout/fulfil";
import { verifyLedger } from "@/lib/ledger/verify";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { type ReconcileOptions, reconcile } from "./reconcile";

const CREDIT = 1_000_000n;

describe("reconciliation, when every webhook is lost", () => {
  const db = useTestDatabase();
  const stripe = useStripe();

  const run = (more: Partial<ReconcileOptions> = {}) =>
    reconcile(db().database, createWebhookProcessor(db().database, { livemode: false }), {
      days: 30,
      startedBy: "test",
      ...more,
    });
  const balanceOf = async (accountId: string) => {
    const [account] = await db()
      .database.read.select({ balance: creditAccounts.balance })
      .from(creditAccounts)
      .where(eq(creditAccounts.id, accountId));
    return account?.balance ?? 0n;
  };
  const purchaseOf = async (purchaseId: string) => {
    const [purchase] = await db()
      .database.read.select()
      .from(purchases)
      .where(eq(purchases.id, purchaseId));
    return purchase;
  };
  const checkout = (packCode?: string) => openCheckout(db().database, packCode);
  const pay = (sessionId: string, body?: Record<string, unknown>) =>
    stripe().act(`sessions/${sessionId}/pay`, body);
  /** Paid, and credited. */
  const buy = async () => {
    const bought = await checkout();
    await pay(bought.sessionId);
    const purchase = await fulfil(db().database, bought.sessionId);
    return { ...bought, accountId: bought.user.accountId, purchase };
  };
  /** Of everything that a reconciliation could touch. */
  const fingerprint = async () => {
    const tables = [
      "purchases",
      "ledger_entries",
      "credit_accounts",
      "payment_refunds",
      "payment_disputes",
      "stripe_objects",
      "stripe_events",
      "stripe_deliveries",
      "refund_requests",
      "reconciliation_runs",
      "emails",
      "pgboss.job",
    ];
    const hash = createHash("sha256");
    for (const table of tables) {
      const rows = await db().database.read.execute(
        sql`select to_jsonb(t) as row from ${sql.raw(table)} t order by to_jsonb(t)::text`,
      );
      hash.update(JSON.stringify([...rows]));
    }
    return hash.digest("hex");
  };

  beforeEach(async () => {
    await stripe().recover();
    await run();
  });

  it("credits a payment that nobody reported, and finds nothing the second time", async () => {
    const { user, purchaseId, sessionId } = await checkout("pro");
    await pay(sessionId);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, credited: 1 });
    expect(await balanceOf(user.accountId)).toBe(10_000n * CREDIT);
    expect((await purchaseOf(purchaseId))?.receiptUrl).toMatch(/^http/);
    const second = await run();
    expect(second?.repaired).toEqual(NOTHING_REPAIRED);
    expect(second?.compared).toBe(second?.matched);
    expect(await balanceOf(user.accountId)).toBe(10_000n * CREDIT);
  });

  it("takes in refunds, a refund's failure and disputes in each of their states", async () => {
    const { accountId, purchase } = await buy();
    const intent = `payment_intents/${purchase.paymentId}`;
    await stripe().act(`${intent}/refund`, { amount: 300 });
    const failing = await stripe().act(`${intent}/refund`, { amount: 200 });
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, refunds: 2 });
    expect(await balanceOf(accountId)).toBe(500n * CREDIT);
    await stripe().act(`refunds/${failing.id}/fail`);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, refunds: 1 });
    expect(await balanceOf(accountId)).toBe(700n * CREDIT);

    const other = await buy();
    const dispute = await stripe().act(`charges/${other.purchase.chargeId}/dispute`);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, disputes: 1 });
    expect(await balanceOf(other.accountId)).toBe(0n);
    await stripe().act(`disputes/${dispute.id}/close`, { status: "won" });
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, disputes: 1 });
    expect(await balanceOf(other.accountId)).toBe(1000n * CREDIT);
    expect((await run())?.repaired).toEqual(NOTHING_REPAIRED);
  });

  it("brings purchases up to date that ended, or whose bank debit is on its way or was refused", async () => {
    const [expired, waiting, refused] = [await checkout(), await checkout(), await checkout()];
    await stripe().act(`sessions/${expired.sessionId}/expire`);
    for (const { sessionId } of [waiting, refused]) await pay(sessionId, { method: "sepa_debit" });
    await stripe().act(`sessions/${refused.sessionId}/fail`);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, purchases: 3 });
    const statuses = [];
    for (const { purchaseId } of [expired, waiting, refused]) {
      statuses.push((await purchaseOf(purchaseId))?.status);
    }
    expect(statuses).toEqual(["expired", "processing", "failed"]);
    await stripe().act(`sessions/${waiting.sessionId}/settle`);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, credited: 1 });
    expect(await balanceOf(waiting.user.accountId)).toBe(1000n * CREDIT);
  });

  it("finds a payment and all that came after it in one run", async () => {
    const { user, sessionId } = await checkout();
    await pay(sessionId);
    const { payment_intent } = await stripe().rowOf(sessionId);
    await stripe().act(`payment_intents/${payment_intent}/refund`, { amount: 400 });
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, credited: 1, refunds: 1 });
    expect(await balanceOf(user.accountId)).toBe(600n * CREDIT);
  });

  it("credits nobody for a payment that doesn't fit, and names it", async () => {
    const { user, sessionId } = await checkout("standard");
    const setDeleted = (deletedAt: Date | null) =>
      db().database.read.update(users).set({ deletedAt }).where(eq(users.id, user.id));
    await setDeleted(new Date());
    await pay(sessionId);
    const report = await run();
    expect(report).toMatchObject({ repaired: NOTHING_REPAIRED, needsReview: 1 });
    expect(report?.findings).toEqual([
      { stripeId: sessionId, reason: expect.stringContaining("deleted") },
    ]);
    expect(await balanceOf(user.accountId)).toBe(0n);
    await setDeleted(null);
    expect((await run())?.repaired).toEqual({ ...NOTHING_REPAIRED, credited: 1 });
    expect(await balanceOf(user.accountId)).toBe(5000n * CREDIT);
  });

  it("in a dry run says the same, and changes nothing at all", async () => {
    const [paid, refunded, ended] = [await checkout(), await buy(), await checkout()];
    await pay(paid.sessionId);
    await stripe().act(`payment_intents/${refunded.purchase.paymentId}/refund`, { amount: 500 });
    await stripe().act(`sessions/${ended.sessionId}/expire`);
    const before = await fingerprint();
    const said = await run({ dryRun: true });
    expect(said?.repaired).toEqual({ ...NOTHING_REPAIRED, credited: 1, refunds: 1, purchases: 1 });
    expect(await fingerprint()).toBe(before);
    const done = await run();
    expect(done).toMatchObject({
      repaired: said?.repaired,
      compared: said?.compared,
      matched: said?.matched,
    });
    expect(await fingerprint()).not.toBe(before);
  });

  it("lets a second run step aside while one is under way", async () => {
    const { sessionId } = await checkout();
    await pay(sessionId);
    await stripe().fail({ match: "GET /v1/refunds", next: 1, kind: "delay", delayMs: 700 });
    const runs = await Promise.all([run(), run(), run({ days: 2 }), run()]);
    expect(runs.filter((report) => report !== undefined)).toHaveLength(1);
    expect((await run({ days: 2 }))?.repaired).toEqual(NOTHING_REPAIRED);
  });

  it("names a payment whose purchase is in another database, and nothing that wasn't paid", async () => {
    const other = await createTestDatabase();
    try {
      const [lost] = [await openCheckout(other.database), await openCheckout(other.database)];
      await pay(lost.sessionId);
      expect(await run()).toMatchObject({
        repaired: NOTHING_REPAIRED,
        needsReview: 1,
        findings: [
          { stripeId: lost.sessionId, reason: expect.stringContaining("isn't in the database") },
        ],
      });
    } finally {
      await other.drop();
    }
  });

  it("leaves a ledger that is sound", async () => {
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });

  it("looks back 1 to 30 days", async () => {
    for (const days of [0, 31, 1.5, Number.NaN]) {
      await expect(run({ days })).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});
