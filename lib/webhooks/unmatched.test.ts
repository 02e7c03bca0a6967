import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { packs, users } from "@/db/schema";
import { aSession } from "@/dev/test/kits/billing/payment-updates";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { purchaseMetadata } from "@/lib/stripe/read-session";

const stage = useBillingStage();
const uncredited: string[] = [];

afterEach(async () => {
  expect(await stage.findFaults({ uncredited })).toEqual([]);
});

type Session = Stripe.Checkout.Session;

/** A paid purchase with its event, changed by the test. */
async function paidWith(change: (event: Stripe.Event, session: Session) => void) {
  const purchase = await stage.openPurchase();
  uncredited.push(purchase.sessionId);
  const event = structuredClone((await stage.pay(purchase)).at(-1));
  if (!event) throw new Error("no event");
  change(event, event.data.object as Session);
  return { purchase, event };
}

describe("money that doesn't fit its purchase adds no credits, and is kept for an admin", () => {
  it.each<[string, (event: Stripe.Event, session: Session) => void, string, RegExp]>([
    [
      "another amount",
      (_, session) => Object.assign(session, { amount_subtotal: 100 }),
      "mismatch",
      /\$1\.00 was charged, but the purchase says \$10\.00/,
    ],
    [
      "another currency",
      (_, session) => Object.assign(session, { currency: "eur" }),
      "mismatch",
      /€10\.00 was charged/,
    ],
    [
      "a live event",
      (event) => Object.assign(event, { livemode: true }),
      "mismatch",
      /a live event, but this server has test keys/,
    ],
    [
      "a purchase that isn't here",
      (_, session) => {
        session.metadata = purchaseMetadata({ accountId: newId(), purchaseId: newId() });
      },
      "unmatched",
      /isn't in the database/,
    ],
    [
      "another account in its metadata",
      (_, session) => {
        session.metadata = { ...session.metadata, account_id: newId() };
      },
      "unmatched",
      /isn't in the database/,
    ],
  ])("%s", async (_what, change, outcome, reason) => {
    const { purchase, event } = await paidWith(change);
    expect(await stage.deliver(event)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
    expect(await stage.balance(purchase)).toBe(0n);
    expect((await stage.record(event.id)).event).toMatchObject({ status: outcome });
  });

  it("two purchases with each other's accounts, although both are in the batch", async () => {
    const [one, other] = [await stage.openPurchase(), await stage.openPurchase()];
    const results = await stage.database.transaction((tx) =>
      recordPaymentUpdates(
        tx,
        [
          { key: { accountId: one.user.accountId, purchaseId: other.id }, updates: [aSession()] },
          { key: { accountId: other.user.accountId, purchaseId: one.id }, updates: [aSession()] },
        ],
        () => new Date(),
      ),
    );
    expect(results.map(({ result }) => result.status)).toEqual(["unmatched", "unmatched"]);
    for (const purchase of [one, other]) expect(await stage.balance(purchase)).toBe(0n);
  });

  it("a deleted user: credited once when restored and the event is sent again", async () => {
    const purchase = await stage.openPurchase();
    const events = await stage.pay(purchase);
    const user = eq(users.id, purchase.user.id);
    await stage.database.read.update(users).set({ deletedAt: new Date() }).where(user);
    expect(await stage.deliver(...events)).toMatchObject({ outcome: "mismatch" });
    expect(await stage.purchase(purchase)).toMatchObject({ status: "in_review" });
    await stage.database.read.update(users).set({ deletedAt: null }).where(user);
    await stage.deliver(...events);
    await stage.deliver(...events);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("a pack that was retired after the purchase is credited all the same: the purchase is the snapshot", async () => {
    const purchase = await stage.openPurchase("standard");
    const events = await stage.pay(purchase);
    const isPack = eq(packs.code, "standard");
    await stage.database.read.update(packs).set({ active: false }).where(isPack);
    expect(await stage.deliver(...events)).toMatchObject({ outcome: "processed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(5000));
    await stage.database.read.update(packs).set({ active: true }).where(isPack);
  });

  it("a page paid after its purchase was ended here is credited all the same", async () => {
    const purchase = await stage.openPurchase("pro");
    // The price changes, and the same user opens a new page. The old one was paid just before.
    const events = await stage.pay(purchase);
    await stage.database.read.update(packs).set({ priceMinor: 9_000 }).where(eq(packs.code, "pro"));
    const next = await stage.openPurchase("pro", purchase.user);
    expect(next.id).not.toBe(purchase.id);
    await stage.deliver(...events);
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "completed",
      amountMinor: 8_000,
    });
    expect(await stage.balance(purchase)).toBe(wholeCredits(10_000));
  });
});

describe("what isn't ours is kept as ignored, and adds no credits", () => {
  const ignored = { outcome: "ignored" };

  it("the dashboard's test webhook", async () => {
    expect(await stage.deliver(...(await stage.testWebhook()))).toMatchObject({
      ...ignored,
      reason: expect.stringContaining("wasn't made here"),
    });
  });

  it("a session of another program that sells in the same Stripe account", async () => {
    const { event, purchase } = await paidWith((_, session) => {
      session.metadata = { ...session.metadata, app: "another-program" };
    });
    expect(await stage.deliver(event)).toMatchObject(ignored);
    expect(await stage.balance(purchase)).toBe(0n);
  });

  it("a connected account's", async () => {
    const { event } = await paidWith((foreign) => Object.assign(foreign, { account: "acct_1" }));
    expect(await stage.deliver(event)).toMatchObject(ignored);
  });

  it("a type that isn't asked for", async () => {
    const { event } = await paidWith((other) => Object.assign(other, { type: "invoice.paid" }));
    expect(await stage.deliver(event)).toMatchObject({
      ...ignored,
      reason: "Nothing is done for invoice.paid events.",
    });
  });

  it("a refund and a dispute of a payment that Stripe doesn't know as ours", async () => {
    const purchase = await stage.buy();
    for (const events of [await stage.refund(purchase, 100), await stage.dispute(purchase)]) {
      for (const event of events) {
        const foreign = structuredClone(event);
        foreign.id = `${event.id}foreign`;
        Object.assign(foreign.data.object, {
          id: "xx_foreign",
          payment_intent: "pi_foreign",
          charge: "ch_foreign",
        });
        expect(await stage.deliver(foreign)).toMatchObject(ignored);
      }
      await stage.deliver(...events);
    }
  });
});
