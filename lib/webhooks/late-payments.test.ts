import { afterEach, describe, expect, it } from "vitest";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { fulfil } from "@/lib/checkout/fulfil";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

async function statusOf(purchase: OpenPurchase) {
  return (await stage.purchase(purchase)).status;
}

describe("a bank debit", () => {
  it("waits, and is credited when the bank confirms it", async () => {
    const purchase = await stage.openPurchase();
    await stage.deliver(...(await stage.pay(purchase, { method: "sepa_debit" })));
    expect(await statusOf(purchase)).toBe("processing");
    expect(await stage.balance(purchase)).toBe(0n);
    await stage.deliver(...(await stage.bank(purchase, "settle")));
    expect(await statusOf(purchase)).toBe("completed");
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("leaves room for another purchase of the same pack while it waits", async () => {
    const purchase = await stage.openPurchase();
    await stage.deliver(...(await stage.pay(purchase, { method: "sepa_debit" })));
    const second = await stage.buy("starter", purchase.user);
    expect(second.id).not.toBe(purchase.id);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("ends when the bank refuses it, whichever news comes first", async () => {
    for (const purchase of [await stage.openPurchase(), await stage.openPurchase()]) {
      const completed = await stage.pay(purchase, { method: "sepa_debit" });
      const failed = await stage.bank(purchase, "fail");
      const news = [...completed, ...failed];
      await stage.deliver(...((await statusOf(purchase)) === "pending" ? news : news.reverse()));
      expect(await statusOf(purchase)).toBe("failed");
      expect(await stage.balance(purchase)).toBe(0n);
    }
  });

  it("ends also when only the return page asks", async () => {
    const purchase = await stage.openPurchase();
    await stage.pay(purchase, { method: "sepa_debit" });
    expect(await fulfil(stage.database, purchase.sessionId)).toMatchObject({
      status: "processing",
    });
    await stage.bank(purchase, "fail");
    expect(await fulfil(stage.database, purchase.sessionId)).toMatchObject({ status: "failed" });
  });

  it("is credited once when the confirmation overtakes all other news", async () => {
    const purchase = await stage.openPurchase();
    const completed = await stage.pay(purchase, { method: "sepa_debit" });
    const settled = await stage.bank(purchase, "settle");
    await stage.deliver(...settled.toReversed(), ...completed, ...settled);
    expect(await statusOf(purchase)).toBe("completed");
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("is credited although the purchase had been given up", async () => {
    const purchase = await stage.openPurchase();
    const [completed] = await stage.pay(purchase, { method: "sepa_debit" });
    if (!completed) throw new Error("no event");
    const refused = {
      ...completed,
      id: `${completed.id}refused`,
      type: "checkout.session.async_payment_failed",
    } as typeof completed;
    await stage.deliver(completed, refused);
    expect(await statusOf(purchase)).toBe("failed");
    await stage.deliver(...(await stage.bank(purchase, "settle")));
    expect(await statusOf(purchase)).toBe("completed");
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });
});

describe("a page that was not paid", () => {
  it("expires, and ends its purchase", async () => {
    const purchase = await stage.openPurchase();
    await stage.deliver(...(await stage.bank(purchase, "expire")));
    expect(await statusOf(purchase)).toBe("expired");
  });

  it("makes room for a new one, also before the webhook has told", async () => {
    const purchase = await stage.openPurchase();
    await stage.bank(purchase, "expire");
    const next = await stage.openPurchase("starter", purchase.user);
    expect(next.id).not.toBe(purchase.id);
    expect(await statusOf(purchase)).toBe("expired");
  });
});

it("a declined card changes nothing, and another one pays", async () => {
  const purchase = await stage.openPurchase();
  await expect(stage.pay(purchase, { card: "4000000000000002" })).rejects.toThrow(/declined/);
  await stage.deliver(...(await stage.pay(purchase)));
  expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
});
