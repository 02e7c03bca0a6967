import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog, creditAccounts, ledgerEntries, purchases } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { openCheckout, useStripe } from "@/dev/test/kits/billing/stripe";
import { spend } from "@/dev/test/kits/ledger/commands";
import { fulfil } from "@/lib/checkout/fulfil";
import { verifyLedger } from "@/lib/ledger/verify";
import { reconcile } from "@/lib/reconciliation/reconcile";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { creditsBackFor } from "./refund-math";
import { listRefundRequests, quoteRefund, startRefund } from "./request-refund";

const CREDIT = 1_000_000n;

describe("a refund from our side", () => {
  const db = useTestDatabase();
  const stripe = useStripe();
  let admin: string;

  beforeAll(async () => {
    admin = (await makeUser(db(), "admin")).id;
  });

  /** A user who paid $10.00 for 1,000 credits. */
  const buy = async () => {
    const { user, purchaseId, sessionId } = await openCheckout(db().database);
    await stripe().act(`sessions/${sessionId}/pay`);
    await fulfil(db().database, sessionId);
    return { key: { accountId: user.accountId, purchaseId }, sessionId };
  };
  type Bought = Awaited<ReturnType<typeof buy>>;
  const refund = ({ key }: Bought, amountMinor: number, id?: string) =>
    startRefund(db().database, { purchase: key, amountMinor, reason: "Kind", admin, id });
  const balanceOf = async ({ key }: Bought) => {
    const [account] = await db()
      .database.read.select({ balance: creditAccounts.balance })
      .from(creditAccounts)
      .where(eq(creditAccounts.id, key.accountId));
    return account?.balance;
  };
  const refundedAtStripe = async ({ sessionId }: Bought) =>
    (await stripe().rowOf(sessionId)).amount_refunded;
  /** As the schedule does it, after the process that began a refund has ended. */
  const reconcileLater = () =>
    reconcile(db().database, createWebhookProcessor(db().database, { livemode: false }), {
      days: 2,
      startedBy: "test",
      clock: () => new Date(Date.now() + 120_000),
    });

  beforeEach(() => stripe().recover());

  it("is quoted: what is left of the purchase, what was spent, what it is worth", async () => {
    const bought = await buy();
    await db().database.transaction((tx) => commitCredits(tx, [spend(bought.key.accountId, 333)]));
    const quote = await quoteRefund(db().database.read, bought.key);
    expect(quote).toMatchObject({
      currency: "usd",
      paidMinor: 1000,
      refundableMinor: 1000,
      granted: 1000n * CREDIT,
      lotRemaining: 667n * CREDIT,
      spent: 333n * CREDIT,
      takenBack: 0n,
      balance: 667n * CREDIT,
      unusedMinor: 667,
      refusal: undefined,
    });
    expect(creditsBackFor(quote, 333)).toBe(333n * CREDIT);
    await refund(bought, 800);
    expect(await quoteRefund(db().database.read, bought.key)).toMatchObject({
      refundedMinor: 800,
      refundableMinor: 200,
      lotRemaining: 0n,
      spent: 333n * CREDIT,
      takenBack: 800n * CREDIT,
      balance: -133n * CREDIT,
      unusedMinor: 0,
    });
  });

  it("moves money and credits once, in part and then the rest, with a trace", async () => {
    const bought = await buy();
    const first = await refund(bought, 250);
    expect(first.message).toBe("$2.50 refunded.");
    expect(first.request.status).toBe("sent");
    expect(await balanceOf(bought)).toBe(750n * CREDIT);
    await refund(bought, 750);
    expect(await balanceOf(bought)).toBe(0n);
    await expect(refund(bought, 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await refundedAtStripe(bought)).toBe(1000);
    const [purchase] = await db()
      .database.read.select({ status: purchases.status })
      .from(purchases)
      .where(eq(purchases.id, bought.key.purchaseId));
    expect(purchase?.status).toBe("refunded");
    const traces = await db()
      .database.read.select({ actor: auditLog.actor, details: auditLog.details })
      .from(auditLog)
      .where(eq(auditLog.targetId, bought.key.purchaseId));
    expect(traces.map(({ details }) => details.amount)).toEqual(["$2.50", "$7.50"]);
    expect(traces[0]).toMatchObject({ actor: admin, details: { reason: "Kind" } });
    expect((await reconcileLater())?.repaired).toMatchObject({ refunds: 0, refundRequests: 0 });
    expect(await balanceOf(bought)).toBe(0n);
  });

  it("of several admins at once never adds up to more than was paid", async () => {
    const bought = await buy();
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => refund(bought, 400)));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(2);
    expect(await refundedAtStripe(bought)).toBe(800);
    expect(await balanceOf(bought)).toBe(200n * CREDIT);
  });

  it("of a form that is sent twice is one refund", async () => {
    const bought = await buy();
    const id = newId();
    await Promise.all([refund(bought, 300, id), refund(bought, 300, id)]);
    expect((await refund(bought, 300, id)).request.status).toBe("sent");
    await expect(refund(bought, 200, id)).rejects.toMatchObject({ code: "idempotency_mismatch" });
    expect(await refundedAtStripe(bought)).toBe(300);
    expect(await listRefundRequests(db().database.read, bought.key)).toHaveLength(1);
  });

  it("that never reached Stripe is kept, holds its part of the money, and is sent by reconciliation", async () => {
    const bought = await buy();
    await stripe().fail({ match: "POST /v1/refunds", next: 2, kind: "status", status: 500 });
    const { request, message } = await refund(bought, 600);
    expect(request.status).toBe("requested");
    expect(message).toMatch(/sent again/);
    expect(await balanceOf(bought)).toBe(1000n * CREDIT);
    await expect(refund(bought, 500)).rejects.toMatchObject({
      code: "conflict",
      detail: "At most $4.00 of this payment can still be refunded.",
    });
    expect((await reconcileLater())?.repaired.refundRequests).toBe(1);
    expect(await balanceOf(bought)).toBe(400n * CREDIT);
    expect(await refundedAtStripe(bought)).toBe(600);
    expect((await reconcileLater())?.repaired.refundRequests).toBe(0);
    expect(await refundedAtStripe(bought)).toBe(600);
  });

  it("whose answer was lost is one refund, found again by what it carries", async () => {
    const bought = await buy();
    await stripe().fail({ match: "POST /v1/refunds", next: 2, kind: "drop_after" });
    expect((await refund(bought, 600)).request.status).toBe("requested");
    expect(await refundedAtStripe(bought)).toBe(600);
    // The dead process' event arrives first: money and request are both known, neither twice.
    await reconcileLater();
    const [request] = await listRefundRequests(db().database.read, bought.key);
    expect(request).toMatchObject({ status: "sent", error: null });
    expect(await refundedAtStripe(bought)).toBe(600);
    expect(await balanceOf(bought)).toBe(400n * CREDIT);
    const quote = await quoteRefund(db().database.read, bought.key);
    expect(quote).toMatchObject({ refundedMinor: 600, requestedMinor: 0, refundableMinor: 400 });
  });

  it("that Stripe refuses says so in Stripe's words, and moves nothing", async () => {
    const bought = await buy();
    const { payment_intent } = await stripe().rowOf(bought.sessionId);
    await stripe().act(`payment_intents/${payment_intent}/refund`, { amount: 900 });
    const { request, message } = await refund(bought, 500);
    expect(request.status).toBe("failed");
    expect(message).toMatch(/^Stripe refused: .*refund/i);
    expect(await balanceOf(bought)).toBe(1000n * CREDIT);
    expect((await reconcileLater())?.repaired.refunds).toBe(1);
    expect(await balanceOf(bought)).toBe(100n * CREDIT);
  });

  it("that fails at the bank later gives the credits back, once", async () => {
    const bought = await buy();
    const { request } = await refund(bought, 1000);
    expect(await balanceOf(bought)).toBe(0n);
    await stripe().act(`refunds/${request.stripeRefundId}/fail`);
    await reconcileLater();
    await reconcileLater();
    expect(await balanceOf(bought)).toBe(1000n * CREDIT);
    const kinds = await db()
      .database.read.select({ kind: ledgerEntries.kind })
      .from(ledgerEntries)
      .where(eq(ledgerEntries.accountId, bought.key.accountId))
      .orderBy(ledgerEntries.seq);
    expect(kinds.map(({ kind }) => kind)).toEqual(["purchase", "refund", "refund_reversal"]);
  });

  it("needs a payment, an amount and a reason", async () => {
    const { user, purchaseId } = await openCheckout(db().database);
    const purchase = { accountId: user.accountId, purchaseId };
    const input = { purchase, amountMinor: 100, reason: "Kind", admin };
    const wrongs = [
      [input, "conflict"],
      [{ ...input, amountMinor: 0.5 }, "invalid_input"],
      [{ ...input, amountMinor: -1 }, "invalid_input"],
      [{ ...input, reason: "" }, "invalid_input"],
      [{ ...input, purchase: { ...purchase, purchaseId: newId() } }, "not_found"],
      [{ ...input, purchase: { ...purchase, accountId: newId() } }, "not_found"],
      [{ ...input, purchase: { ...purchase, purchaseId: "x" } }, "not_found"],
    ] as const;
    for (const [wrong, code] of wrongs) {
      await expect(startRefund(db().database, wrong)).rejects.toMatchObject({ code });
    }
    expect(await listRefundRequests(db().database.read, purchase)).toEqual([]);
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });
});
