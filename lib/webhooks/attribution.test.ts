import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { aRefund } from "@/dev/test/kits/billing/payment-updates";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { dismissEvent, recreatePurchase, reprocessEvent } from "@/lib/exceptions/resolve";
import { keyOf } from "@/lib/purchases/purchase";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createStripe } from "@/lib/stripe/client";
import { purchaseMetadata } from "@/lib/stripe/read-session";

const stage = useBillingStage();
const uncredited: string[] = [];

afterEach(async () => {
  expect(await stage.findFaults({ uncredited })).toEqual([]);
});

type Session = Stripe.Checkout.Session;

/** The event that completes a session, changed. */
function change(events: readonly Stripe.Event[], columns: Partial<Session>): Stripe.Event {
  const event = structuredClone(
    events.find(({ type }) => type === "checkout.session.completed") as Stripe.Event,
  );
  Object.assign(event.data.object, columns);
  return event;
}

describe("a completed session of ours without metadata", () => {
  it("is found by its session id, and credited", async () => {
    const purchase = await stage.openPurchase();
    const event = change(await stage.pay(purchase), { metadata: null, client_reference_id: null });
    expect(await stage.deliver(event)).toMatchObject({ outcome: "processed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  /** As after a crash between Stripe's answer and its being noted. */
  async function forgetSession(id: string) {
    await stage.asOwner(async (owner) => {
      await owner`alter table stripe_objects disable trigger user`;
      await owner`delete from stripe_objects where purchase_id = ${id}`;
      await owner`alter table stripe_objects enable trigger user`;
      await owner`update purchases set session_id = null where id = ${id}`;
    });
  }

  it("is found by its client_reference_id when the session was never noted", async () => {
    const purchase = await stage.openPurchase();
    const event = change(await stage.pay(purchase), { metadata: {} });
    await forgetSession(purchase.id);
    expect(await stage.deliver(event)).toMatchObject({ outcome: "processed" });
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("counts for no purchase that has another session: anyone can write a client_reference_id", async () => {
    const purchase = await stage.openPurchase();
    uncredited.push(purchase.sessionId);
    const event = change(await stage.pay(purchase), { metadata: null, id: "cs_of_a_payment_link" });
    expect(await stage.deliver(event)).toMatchObject({ outcome: "ignored" });
    expect(await stage.balance(purchase)).toBe(0n);
  });
});

describe("a payment that an admin gave to another user", () => {
  /** A paid session whose metadata names a purchase that isn't here. */
  async function payUnknown() {
    const lost = { accountId: newId(), purchaseId: newId() };
    const metadata = purchaseMetadata(lost);
    const stripe = createStripe("sk_test_anotherCopyOfThisProgram", stage.stripe.url);
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      client_reference_id: lost.purchaseId,
      metadata,
      payment_intent_data: { metadata },
      line_items: [
        {
          quantity: 1,
          price_data: { currency: "usd", unit_amount: 1000, product_data: { name: "Starter" } },
        },
      ],
      success_url: "http://localhost/return",
    });
    const user = await stage.buyer();
    const purchase = { user, id: lost.purchaseId, sessionId: session.id, checkoutUrl: "" };
    return { purchase, events: await stage.pay(purchase), lost };
  }

  async function recreate({ purchase, events }: Awaited<ReturnType<typeof payUnknown>>) {
    const event = change(events, {});
    const by = { admin: newId(), reason: "The customer sent the receipt" };
    await recreatePurchase(stage.database, {
      eventId: event.id,
      userId: purchase.user.id,
      packCode: "starter",
      ...by,
    });
    return reprocessEvent(stage.database, stage.webhookProcessor, { eventId: event.id, ...by });
  }

  it("stays with that user for every later delivery", async () => {
    const paid = await payUnknown();
    expect(await stage.deliver(change(paid.events, {}))).toMatchObject({ outcome: "unmatched" });
    expect(await recreate(paid)).toMatchObject({ outcome: "processed" });
    // The metadata of these still names the account that isn't here.
    for (const event of paid.events) {
      const again = { ...event, id: `${event.id}again` } as Stripe.Event;
      expect(await stage.deliver(again)).toMatchObject({ outcome: "processed" });
    }
    await stage.deliver(...(await stage.refund(paid.purchase, 100)));
    expect(await stage.balance(paid.purchase)).toBe(wholeCredits(900));
    expect((await stage.purchase(paid.purchase)).accountId).toBe(paid.purchase.user.accountId);
  });

  it("and that was refunded meanwhile brings what is left", async () => {
    const paid = await payUnknown();
    await stage.deliver(...paid.events);
    await stage.deliver(...(await stage.refund(paid.purchase, 400)));
    expect(await recreate(paid)).toMatchObject({ outcome: "processed" });
    expect(await stage.purchase(paid.purchase)).toMatchObject({
      status: "partially_refunded",
      refundedMinor: 400,
    });
    expect(await stage.balance(paid.purchase)).toBe(wholeCredits(600));
  });
});

it("dismissing a payment of another session ends the page that is still open", async () => {
  const purchase = await stage.openPurchase();
  const events = await stage.pay(await stage.openPurchase("starter"));
  const event = change(events, {
    id: "cs_of_another_tab",
    amount_subtotal: 1,
    payment_intent: "pi_of_another_tab",
    metadata: purchaseMetadata({ accountId: purchase.user.accountId, purchaseId: purchase.id }),
  });
  event.id = `${event.id}another`;
  expect(await stage.deliver(event)).toMatchObject({ outcome: "mismatch" });
  const by = { admin: newId(), reason: "Refunded in Stripe" };
  await dismissEvent(stage.database, { eventId: event.id, ...by });
  const path = `checkout/sessions/${purchase.sessionId}`;
  expect((await stage.stripe.get<Session>(path)).status).toBe("expired");
  expect((await stage.purchase(purchase)).status).toBe("failed");
  await stage.deliver(...events);
});

it("refunds of a second payment don't hide a missing refund of the first", async () => {
  const purchase = await stage.buy();
  const second = aRefund("re_of_the_second", 1000, "succeeded", "pi_second");
  const key = keyOf(await stage.purchase(purchase));
  await recordPurchaseUpdates(stage.database, { key, updates: [second] }, systemClock);
  const events = await stage.refund(purchase, 400);
  const summary = events.filter(({ type }) => type === "charge.refunded");
  await stage.deliver(...summary);
  expect(await stage.purchase(purchase)).toMatchObject({ refundedMinor: 400 });
  expect(await stage.balance(purchase)).toBe(wholeCredits(600));
});
