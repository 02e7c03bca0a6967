import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { packs, users } from "@/db/schema";
import { aSession } from "@/dev/test/kits/billing/facts";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { setPackActive } from "@/lib/exceptions/resolve";
import { observeAll } from "@/lib/purchases/record-payment-updates";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { orderMetadata } from "@/lib/stripe/read-session";

const stage = useBillingStage();
const uncredited: string[] = [];

afterEach(async () => {
  expect(await stage.findFaults({ uncredited })).toEqual([]);
});

type Session = Stripe.Checkout.Session;

/** A paid order with its event, changed as a fault of somebody would have it. */
async function paidWith(change: (event: Stripe.Event, session: Session) => void) {
  const order = await stage.openOrder();
  uncredited.push(order.sessionId);
  const event = structuredClone((await stage.pay(order)).at(-1));
  if (!event) throw new Error("no event");
  change(event, event.data.object as Session);
  return { order, event };
}

describe("money that doesn't fit its order adds no credits, and is kept for an admin", () => {
  it.each<[string, (event: Stripe.Event, session: Session) => void, string, RegExp]>([
    [
      "another amount",
      (_, session) => Object.assign(session, { amount_subtotal: 100 }),
      "mismatch",
      /\$1\.00 was charged, but the order says \$10\.00/,
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
      "an order that isn't here",
      (_, session) => {
        session.metadata = orderMetadata({ accountId: newId(), purchaseId: newId() });
      },
      "unmatched",
      /isn't in the database/,
    ],
    [
      "somebody else's account in its metadata",
      (_, session) => {
        session.metadata = { ...session.metadata, account_id: newId() };
      },
      "unmatched",
      /isn't in the database/,
    ],
  ])("%s", async (_what, change, outcome, reason) => {
    const { order, event } = await paidWith(change);
    expect(await stage.deliver(event)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
    expect(await stage.balance(order)).toBe(0n);
    expect((await stage.record(event.id)).event).toMatchObject({ status: outcome });
  });

  it("two orders with each other's accounts, although both are in the batch", async () => {
    const [one, other] = [await stage.openOrder(), await stage.openOrder()];
    const results = await stage.database.transaction((tx) =>
      observeAll(
        tx,
        [
          { key: { accountId: one.person.accountId, purchaseId: other.id }, facts: [aSession()] },
          { key: { accountId: other.person.accountId, purchaseId: one.id }, facts: [aSession()] },
        ],
        () => new Date(),
      ),
    );
    expect(results.map(({ verdict }) => verdict.status)).toEqual(["unmatched", "unmatched"]);
    for (const order of [one, other]) expect(await stage.balance(order)).toBe(0n);
  });

  it("a deleted person: credited once when they are restored and the event is sent again", async () => {
    const order = await stage.openOrder();
    const events = await stage.pay(order);
    const person = eq(users.id, order.person.id);
    await stage.database.read.update(users).set({ deletedAt: new Date() }).where(person);
    expect(await stage.deliver(...events)).toMatchObject({ outcome: "mismatch" });
    expect(await stage.order(order)).toMatchObject({ status: "in_review" });
    await stage.database.read.update(users).set({ deletedAt: null }).where(person);
    await stage.deliver(...events);
    await stage.deliver(...events);
    expect(await stage.balance(order)).toBe(wholeCredits(1000));
  });

  it("a retired pack: credited once when it is on sale again and the event is processed again", async () => {
    const order = await stage.openOrder("standard");
    const event = (await stage.pay(order)).at(-1);
    if (!event) throw new Error("no event");
    const by = { packCode: "standard", admin: newId(), reason: "For the test" };
    await setPackActive(stage.database, { ...by, active: false });
    expect(await stage.deliver(event)).toMatchObject({ outcome: "mismatch" });
    await setPackActive(stage.database, { ...by, active: true });
    for (let times = 0; times < 3; times += 1) {
      await stage.inbox.receive(stage.read(event), "replay");
    }
    expect(await stage.balance(order)).toBe(wholeCredits(5000));
    expect((await stage.record(event.id)).event).toMatchObject({ status: "processed" });
  });

  it("a page paid after its order was ended here is credited all the same", async () => {
    const order = await stage.openOrder("pro");
    // The price changes, and the same person opens a new page. The old one was paid just before.
    const events = await stage.pay(order);
    await stage.database.read.update(packs).set({ priceMinor: 9_000 }).where(eq(packs.code, "pro"));
    const next = await stage.openOrder("pro", order.person);
    expect(next.id).not.toBe(order.id);
    await stage.deliver(...events);
    expect(await stage.order(order)).toMatchObject({ status: "completed", amountMinor: 8_000 });
    expect(await stage.balance(order)).toBe(wholeCredits(10_000));
  });
});

describe("what is none of our business is kept as ignored, and credits nobody", () => {
  const ignored = { outcome: "ignored" };

  it("the dashboard's test webhook", async () => {
    expect(await stage.deliver(...(await stage.testWebhook()))).toMatchObject({
      ...ignored,
      reason: expect.stringContaining("wasn't made here"),
    });
  });

  it("a session of another program that sells in the same Stripe account", async () => {
    const { event, order } = await paidWith((_, session) => {
      session.metadata = { ...session.metadata, app: "somebody-else" };
    });
    expect(await stage.deliver(event)).toMatchObject(ignored);
    expect(await stage.balance(order)).toBe(0n);
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
    const order = await stage.buy();
    for (const events of [await stage.refund(order, 100), await stage.dispute(order)]) {
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
