import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { postgresCodeOf } from "@/db/postgres-error";
import { ledgerEntries, purchases, stripeObjects } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { aDispute, aRefund } from "@/dev/test/kits/billing/payment-updates";
import { givenPurchase, paidUpdates, sessionEventPayload } from "@/dev/test/kits/billing/purchases";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { createUser } from "@/lib/access/users";
import { recreatePurchase } from "@/lib/exceptions/resolve";
import { systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import type { PaymentUpdate } from "./payment-updates";
import { keyOf, type PurchaseRow } from "./purchase";
import { recordPaymentUpdates } from "./record-payment-updates";

const db = useTestDatabase();
useStripe();

async function record(purchase: PurchaseRow, updates: readonly PaymentUpdate[]) {
  const [recorded] = await db().database.transaction((tx) =>
    recordPaymentUpdates(tx, [{ key: keyOf(purchase), updates }], systemClock),
  );
  return recorded?.result;
}

function entriesOf(paymentId: string) {
  return db()
    .database.read.select()
    .from(ledgerEntries)
    .where(eq(ledgerEntries.sourceId, paymentId));
}

describe("a Stripe object belongs to one purchase of one account", () => {
  it("a payment that was credited to one account is a mismatch for another, and adds no credits", async () => {
    const [one, other] = [await givenPurchase(db().database), await givenPurchase(db().database)];
    const updates = paidUpdates(one);
    expect(await record(one, updates)).toMatchObject({ status: "processed" });
    expect(await record(other, updates)).toMatchObject({
      status: "mismatch",
      reason: expect.stringContaining(`belongs to purchase ${one.id}`),
    });
    expect(await entriesOf(`pi_${one.id}`)).toHaveLength(1);
  });

  it("of two purchases in one batch the first has the payment", async () => {
    const [one, other] = [await givenPurchase(db().database), await givenPurchase(db().database)];
    const updates = paidUpdates(one);
    const recorded = await db().database.transaction((tx) =>
      recordPaymentUpdates(
        tx,
        [one, other].map((purchase) => ({ key: keyOf(purchase), updates })),
        systemClock,
      ),
    );
    expect(recorded.map(({ result }) => result.status).toSorted()).toEqual([
      "mismatch",
      "processed",
    ]);
    expect(await entriesOf(`pi_${one.id}`)).toHaveLength(1);
  });

  it("of two transactions at once one has the payment, whichever commits first", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await givenPurchase(db().database), await givenPurchase(db().database)];
      const updates = paidUpdates(one);
      const results = await Promise.all([record(one, updates), record(other, updates)]);
      expect(results.map((result) => result?.status).toSorted()).toEqual(["mismatch", "processed"]);
      expect(await entriesOf(`pi_${one.id}`)).toHaveLength(1);
    }
  });

  it("an update that names another's session claims nothing else: the payment stays free for its owner", async () => {
    const [owner, wrong] = [await givenPurchase(db().database), await givenPurchase(db().database)];
    const [session, charge] = paidUpdates(owner);
    await record(owner, [
      { ...session, status: "open", paymentStatus: "unpaid", paymentIntentId: null },
    ]);
    expect(await record(wrong, [session, charge])).toMatchObject({ status: "mismatch" });
    expect(await record(owner, [session, charge])).toMatchObject({ status: "processed" });
    expect(await entriesOf(`pi_${owner.id}`)).toHaveLength(1);
  });

  it.each([
    ["refund", aRefund("re_of_one", 100, "succeeded", "pi_of_one"), "re_of_one"],
    ["dispute", aDispute("dp_of_one", 100, "needs_response"), "dp_of_one"],
  ] as const)("a %s of one purchase is a mismatch for another", async (_kind, update, id) => {
    const [one, other] = [await givenPurchase(db().database), await givenPurchase(db().database)];
    await record(one, [update]);
    expect(await record(other, [{ ...update, paymentIntentId: null }])).toMatchObject({
      status: "mismatch",
    });
    const owners = await db()
      .database.read.select()
      .from(stripeObjects)
      .where(eq(stripeObjects.stripeId, id));
    expect(owners).toMatchObject([{ purchaseId: one.id }]);
  });
});

describe("a purchase's id", () => {
  it("is one of one account: the database refuses it a second time", async () => {
    const purchase = await givenPurchase(db().database);
    const copy = { ...purchase, accountId: newId(), packCode: "pro", sessionId: null };
    await expect(db().database.read.insert(purchases).values(copy)).rejects.toMatchObject({
      code: "23505",
    });
  });
});

it("a purchase that was paid, or lost to a dispute, has its payment: the database refuses it without", async () => {
  const purchase = await givenPurchase(db().database);
  const isPurchase = eq(purchases.id, purchase.id);
  for (const status of ["completed", "dispute_lost"] as const) {
    await expect(
      db().database.read.update(purchases).set({ status }).where(isPurchase),
    ).rejects.toSatisfy((error) => postgresCodeOf(error) === "23514");
  }
});

it("of two admins who recreate a purchase from two events of one payment at once one succeeds", async () => {
  const { database } = db();
  const processor = createWebhookProcessor(database, { livemode: false });
  for (let round = 0; round < 5; round += 1) {
    const lost = { accountId: newId(), id: newId(), amountMinor: 1000, currency: "usd" };
    const payloads = [
      sessionEventPayload(lost),
      { ...sessionEventPayload(lost), type: "checkout.session.async_payment_succeeded" },
    ];
    const events = payloads.map((payload) => parseStoredEvent(payload));
    for (const event of events) {
      expect(await processor.process(event, "webhook")).toMatchObject({ outcome: "unmatched" });
    }
    const users = await Promise.all(
      events.map(() =>
        createUser(database, { email: `${newId()}@example.com`, name: "Ann", emailVerified: true }),
      ),
    );
    const tries = await Promise.allSettled(
      events.map((event, index) =>
        recreatePurchase(database, {
          eventId: event.id,
          userId: users[index]?.id ?? "",
          packCode: "starter",
          admin: newId(),
          reason: "The customer called",
        }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = tries.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "conflict" });
    for (const event of events) await processor.process(event, "replay");
    expect(await entriesOf(`pi_${lost.id}`)).toHaveLength(1);
  }
});
