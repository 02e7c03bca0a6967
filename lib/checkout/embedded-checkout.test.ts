import type Stripe from "stripe";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import type { User } from "@/lib/access/users";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { type Checkout, startCheckout } from "./checkout";
import { readEmbeddedCheckout } from "./embedded-checkout";

const stage = useBillingStage();
// Before anything asks for the environment, which is read once.
beforeAll(() => void vi.stubEnv("STRIPE_PUBLISHABLE_KEY", "pk_test_embedded"));
afterEach(async () => {
  await stage.stripe.recover();
  expect(await stage.findFaults()).toEqual([]);
});

function start(user: User, checkoutUi: "hosted" | "embedded" = "embedded"): Promise<Checkout> {
  return startCheckout(stage.database, { user, packCode: "starter", checkoutUi });
}

function sessionOf({ sessionId }: Checkout): Promise<Stripe.Checkout.Session> {
  return stage.stripe.get(`checkout/sessions/${sessionId}`);
}

function read({ accountId }: User, { purchaseId }: Checkout) {
  return readEmbeddedCheckout(stage.database.read, accountId, purchaseId);
}

describe("a purchase that is paid on a page of ours", () => {
  it("leads to that page, and Stripe makes a form for it instead of a page of its own", async () => {
    const checkout = await start(await stage.buyer());
    const { appUrl } = env().web;
    expect(checkout.checkoutUrl).toBe(`${appUrl}/admin/credits/checkout/${checkout.purchaseId}`);
    expect(await sessionOf(checkout)).toMatchObject({
      ...{ ui_mode: "embedded_page", url: null, success_url: null, cancel_url: null },
      return_url: `${appUrl}/admin/credits/return?session_id={CHECKOUT_SESSION_ID}`,
    });
  });

  it("is opened once, however often the button is clicked", async () => {
    const user = await stage.buyer();
    const first = await start(user);
    expect(await start(user)).toEqual(first);
  });

  it("gets another session when it is to be paid on Stripe's page, and only one stays open", async () => {
    const user = await stage.buyer();
    const embedded = await start(user);
    const hosted = await start(user, "hosted");
    expect(hosted.checkoutUrl).toContain("/c/pay/");
    expect(await sessionOf(embedded)).toMatchObject({ status: "expired" });
    expect(await read(user, embedded)).toMatchObject({ state: "ended" });
  });

  it("is credited like any other", async () => {
    const user = await stage.buyer();
    const checkout = await start(user);
    const purchase = { ...checkout, id: checkout.purchaseId, user };
    await stage.deliver(...(await stage.pay(purchase)));
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await read(user, checkout)).toMatchObject({
      state: "submitted",
      sessionId: checkout.sessionId,
    });
  });
});

describe("the checkout page", () => {
  it("gets what Stripe's form needs, and no key that must stay secret", async () => {
    const user = await stage.buyer();
    const checkout = await start(user);
    const shown = await read(user, checkout);
    expect(shown).toMatchObject({
      state: "open",
      form: {
        clientSecret: expect.stringMatching(/^cs_test_\w+_secret_\w+$/),
        publishableKey: "pk_test_embedded",
        stripeJsUrl: `${stage.stripe.url}/endive/stripe.js`,
      },
    });
    expect(JSON.stringify(Object(shown).form)).not.toContain(env().stripe.secretKey);
  });

  it("doesn't exist for others, for a purchase with a hosted page, or for no purchase", async () => {
    const [user, other] = [await stage.buyer(), await stage.buyer()];
    const checkout = await start(user);
    expect(await read(other, checkout)).toBeUndefined();
    expect(await read(other, await start(other, "hosted"))).toBeUndefined();
    for (const purchaseId of [newId(), "", "x'", "%00"]) {
      expect(await read(user, { ...checkout, purchaseId })).toBeUndefined();
    }
  });

  it("knows that it was paid before the webhook came", async () => {
    const user = await stage.buyer();
    const checkout = await start(user);
    const events = await stage.pay({ ...checkout, id: checkout.purchaseId, user });
    expect(await read(user, checkout)).toMatchObject({ state: "submitted" });
    await stage.deliver(...events);
  });

  it("says so when Stripe can't be reached, or has ended the session", async () => {
    const user = await stage.buyer();
    const checkout = await start(user);
    const match = `GET /v1/checkout/sessions/${checkout.sessionId}`;
    await stage.fault({ match, next: 2, kind: "status", status: 500 });
    expect(await read(user, checkout)).toMatchObject({ state: "unavailable" });
    await stage.stripe.recover();
    await stage.stripe.act(`sessions/${checkout.sessionId}/expire`);
    expect(await read(user, checkout)).toMatchObject({ state: "ended" });
  });
});
