import { and, count, eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { packs, purchases } from "@/db/schema";
import { crashing } from "@/dev/test/kits/billing/crash";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import { wholeCredits } from "@/lib/shared/credits";
import { startCheckout } from "./checkout";

const CREATE = "POST /v1/checkout/sessions";
const stage = useBillingStage();

afterEach(async () => {
  await stage.stripe.recover();
  expect(await stage.findFaults()).toEqual([]);
});

type Session = Stripe.Checkout.Session;

function sessionOf({ sessionId }: Pick<OpenPurchase, "sessionId">): Promise<Session> {
  return stage.stripe.get<Session>(`checkout/sessions/${sessionId}`);
}

/** The pages that Stripe made for a user, newest first. */
async function pagesOf(email: string): Promise<Session[]> {
  const { data } = await stage.stripe.get<{ data: Session[] }>("checkout/sessions", { limit: 100 });
  return data.filter((session) => session.customer_email === email);
}

async function countPurchases(accountId: string, status?: "pending" | "expired"): Promise<number> {
  const [row] = await stage.database.read
    .select({ count: count() })
    .from(purchases)
    .where(
      and(
        eq(purchases.accountId, accountId),
        status === undefined ? undefined : eq(purchases.status, status),
      ),
    );
  return row?.count ?? 0;
}

describe("a click on Purchase Credits", () => {
  it("makes a purchase first, and a page that says the same", async () => {
    const purchase = await stage.openPurchase();
    const session = await sessionOf(purchase);
    expect(session).toMatchObject({
      client_reference_id: purchase.id,
      metadata: { app: "ops-center-credits", purchase_id: purchase.id },
      amount_subtotal: 1000,
      currency: "usd",
      customer_email: purchase.user.email,
      success_url: `${env().web.appUrl}/admin/credits/return?session_id={CHECKOUT_SESSION_ID}`,
    });
    expect(session.url).toBe(purchase.checkoutUrl);
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "pending",
      credits: wholeCredits(1000),
      amountMinor: 1000,
      sessionId: purchase.sessionId,
    });
  });

  it("twice, in ten tabs, in two processes: one purchase and one page", async () => {
    const user = await stage.buyer();
    const other = openDatabase(stage.databaseUrl);
    // Slow enough that all of them ask Stripe before the first has its answer.
    await stage.fault({ match: CREATE, next: 10, kind: "delay", delayMs: 300 });
    const opened = await Promise.all(
      Array.from({ length: 10 }, (_, tab) =>
        startCheckout(tab % 2 ? other : stage.database, { user, packCode: "starter" }),
      ),
    ).finally(() => other.close());
    expect(new Set(opened.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(await pagesOf(user.email)).toHaveLength(1);
    expect(await countPurchases(user.accountId)).toBe(1);
  });

  it("again, later, uses the page that is open", async () => {
    const purchase = await stage.openPurchase();
    expect(await stage.openPurchase("starter", purchase.user)).toEqual(purchase);
  });

  it("after the page was paid opens another, and loses no credits", async () => {
    const purchase = await stage.openPurchase();
    const paid = await stage.pay(purchase);
    const next = await stage.openPurchase("starter", purchase.user);
    expect(next.id).not.toBe(purchase.id);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    await stage.deliver(...paid, ...(await stage.pay(next)));
    expect(await stage.balance(purchase)).toBe(wholeCredits(2000));
  });

  it("for another pack is another purchase", async () => {
    const purchase = await stage.openPurchase("starter");
    const other = await stage.openPurchase("standard", purchase.user);
    expect(other.id).not.toBe(purchase.id);
    expect((await sessionOf(purchase)).status).toBe("open");
  });

  it("after the price changed closes the old page, so that the old price can't be paid", async () => {
    const purchase = await stage.openPurchase("enterprise");
    const isPack = eq(packs.code, "enterprise");
    await stage.database.read.update(packs).set({ priceMinor: 40_000 }).where(isPack);
    const next = await stage.openPurchase("enterprise", purchase.user);
    expect(await sessionOf(next)).toMatchObject({ amount_subtotal: 40_000 });
    expect(await sessionOf(purchase)).toMatchObject({ status: "expired" });
    expect(await stage.purchase(purchase)).toMatchObject({ status: "expired" });
  });

  it("when the page is about to close opens one that stays open", async () => {
    const purchase = await stage.openPurchase();
    const later = new Date(Date.now() + 90 * 60_000);
    const next = await startCheckout(
      stage.database,
      { user: purchase.user, packCode: "starter" },
      () => later,
    );
    expect(next.purchaseId).not.toBe(purchase.id);
    expect((await sessionOf(purchase)).status).toBe("expired");
    expect((await sessionOf(next)).status).toBe("open");
  });

  it("when Stripe knows the page no more opens another", async () => {
    const purchase = await stage.openPurchase();
    await stage.bank(purchase, "expire");
    const gone = { sessionId: "cs_test_gone" };
    await stage.database.read.update(purchases).set(gone).where(eq(purchases.id, purchase.id));
    const next = await stage.openPurchase("starter", purchase.user);
    expect(next.id).not.toBe(purchase.id);
    expect(await stage.purchase(purchase)).toMatchObject({ status: "expired" });
  });

  it("while the price changes: no page stays open for a purchase that has ended", async () => {
    const user = await stage.buyer();
    const isPack = eq(packs.code, "enterprise");
    await stage.fault({ match: CREATE, next: 1, kind: "delay", delayMs: 300 });
    const slow = stage.openPurchase("enterprise", user);
    await expect.poll(() => countPurchases(user.accountId)).toBe(1);
    await stage.database.read.update(packs).set({ priceMinor: 41_000 }).where(isPack);
    const quick = await stage.openPurchase("enterprise", user);
    await slow;
    const open = (await pagesOf(user.email)).filter(({ status }) => status === "open");
    expect(open).toMatchObject([{ id: quick.sessionId, amount_subtotal: 41_000 }]);
  });

  it("after the pack's text changed, while the first try was lost, gets the page that was made", async () => {
    const user = await stage.buyer();
    // The page is made, and the answer is lost with the process.
    await expect(
      startCheckout(crashing(stage.database, 3).database, { user, packCode: "pro" }),
    ).rejects.toThrow();
    const isPack = eq(packs.code, "pro");
    await stage.database.read.update(packs).set({ description: "New words" }).where(isPack);
    const purchase = await stage.openPurchase("pro", user);
    expect((await sessionOf(purchase)).status).toBe("open");
    expect(await countPurchases(user.accountId)).toBe(1);
    expect(await pagesOf(user.email)).toHaveLength(1);
  });

  it("after the price changed, while the first try was lost: the lost page is ended", async () => {
    const user = await stage.buyer();
    await expect(
      startCheckout(crashing(stage.database, 3).database, { user, packCode: "standard" }),
    ).rejects.toThrow();
    expect(await pagesOf(user.email)).toMatchObject([{ status: "open" }]);
    const isPack = eq(packs.code, "standard");
    await stage.database.read.update(packs).set({ priceMinor: 4_300 }).where(isPack);
    const purchase = await stage.openPurchase("standard", user);
    const open = (await pagesOf(user.email)).filter(({ status }) => status === "open");
    expect(open.map(({ id }) => id)).toEqual([purchase.sessionId]);
    expect(await countPurchases(user.accountId, "expired")).toBe(1);
  });
});

describe("when Stripe is down or slow", () => {
  const unavailable = {
    code: "payment_provider_unavailable",
    detail: expect.stringContaining("Nothing was charged and nothing is lost"),
  };

  it.each([429, 500, 503])("%s: says so, and the next click works", async (status) => {
    const user = await stage.buyer();
    await stage.fault({ match: CREATE, next: 2, kind: "status", status });
    await expect(stage.openPurchase("starter", user)).rejects.toMatchObject(unavailable);
    await stage.stripe.recover();
    const purchase = await stage.openPurchase("starter", user);
    await stage.deliver(...(await stage.pay(purchase)));
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    expect(await countPurchases(user.accountId, "pending")).toBe(0);
    expect(await pagesOf(user.email)).toHaveLength(1);
  });

  it("time-outs before and after it made the page: within ten seconds, and still one page", async () => {
    const [before, after] = [await stage.buyer(), await stage.buyer()];
    const started = performance.now();
    await stage.fault({ match: CREATE, next: 2, kind: "timeout" });
    await expect(stage.openPurchase("starter", before)).rejects.toMatchObject(unavailable);
    expect(performance.now() - started).toBeLessThan(10_000);
    await stage.stripe.recover();
    await stage.fault({ match: CREATE, next: 1, kind: "drop_after" });
    const [first, second] = [
      await stage.openPurchase("starter", before),
      await stage.openPurchase("starter", after),
    ];
    expect(await pagesOf(before.email)).toHaveLength(1);
    expect(await pagesOf(after.email)).toHaveLength(1);
    expect(await countPurchases(before.accountId)).toBe(1);
    for (const purchase of [first, second]) {
      await stage.deliver(...(await stage.pay(purchase)));
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    }
  }, 60_000);

  it("or while an open page is looked up: says so, and the page stays", async () => {
    const purchase = await stage.openPurchase();
    const match = `GET /v1/checkout/sessions/${purchase.sessionId}`;
    await stage.fault({ match, next: 2, kind: "status", status: 500 });
    await expect(stage.openPurchase("starter", purchase.user)).rejects.toMatchObject(unavailable);
    expect(await stage.openPurchase("starter", purchase.user)).toEqual(purchase);
  });

  it("or the process dies at any statement: the next click finds the same page", async () => {
    const counting = crashing(stage.database);
    const packCode = "starter";
    await startCheckout(counting.database, { user: await stage.buyer(), packCode });
    for (let after = 1; after <= counting.counted.statements; after += 1) {
      const user = await stage.buyer();
      const dying = crashing(stage.database, after).database;
      await expect(startCheckout(dying, { user, packCode })).rejects.toThrow();
      const purchase = await stage.openPurchase(packCode, user);
      expect(await pagesOf(user.email)).toHaveLength(1);
      await stage.deliver(...(await stage.pay(purchase)));
      expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    }
  });
});

describe("what is refused", () => {
  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "http://localhost:3000@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://localhost:3001/",
    "https://localhost:3000/",
  ])("a URL that leaves this site: %s", async (url) => {
    const user = await stage.buyer();
    for (const urls of [{ successUrl: url }, { cancelUrl: url }]) {
      await expect(
        startCheckout(stage.database, { user, packCode: "starter", ...urls }),
      ).rejects.toMatchObject({ code: "invalid_input" });
    }
    expect(await countPurchases(user.accountId)).toBe(0);
  });

  it("but one on this site is used, with Stripe's placeholder left as it is", async () => {
    const user = await stage.buyer();
    const { sessionId } = await startCheckout(stage.database, {
      user,
      packCode: "starter",
      successUrl: "/done?id={CHECKOUT_SESSION_ID}",
    });
    expect((await sessionOf({ sessionId })).success_url).toBe(
      `${env().web.appUrl}/done?id={CHECKOUT_SESSION_ID}`,
    );
  });

  it("a pack that doesn't exist, or was retired", async () => {
    const user = await stage.buyer();
    const isPack = eq(packs.code, "standard");
    await stage.database.read.update(packs).set({ active: false }).where(isPack);
    for (const packCode of ["none", "standard", ""]) {
      await expect(startCheckout(stage.database, { user, packCode })).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});
