import { afterEach, describe, expect, it } from "vitest";
import { type OpenOrder, useBillingStage } from "@/dev/test/kits/billing-stage";
import { fulfil } from "@/lib/checkout/fulfil";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

async function statusOf(order: OpenOrder) {
  return (await stage.order(order)).status;
}

describe("a bank debit", () => {
  it("waits, and is credited when the bank confirms it", async () => {
    const order = await stage.openOrder();
    await stage.deliver(...(await stage.pay(order, { method: "sepa_debit" })));
    expect(await statusOf(order)).toBe("processing");
    expect(await stage.balance(order)).toBe(0n);
    await stage.deliver(...(await stage.bank(order, "settle")));
    expect(await statusOf(order)).toBe("completed");
    expect(await stage.balance(order)).toBe(wholeCredits(1000));
  });

  it("leaves room for another purchase of the same pack while it waits", async () => {
    const order = await stage.openOrder();
    await stage.deliver(...(await stage.pay(order, { method: "sepa_debit" })));
    const second = await stage.buy("starter", order.person);
    expect(second.id).not.toBe(order.id);
    expect(await stage.balance(order)).toBe(wholeCredits(1000));
  });

  it("ends when the bank refuses it, whichever news comes first", async () => {
    for (const order of [await stage.openOrder(), await stage.openOrder()]) {
      const completed = await stage.pay(order, { method: "sepa_debit" });
      const failed = await stage.bank(order, "fail");
      const news = [...completed, ...failed];
      await stage.deliver(...((await statusOf(order)) === "pending" ? news : news.reverse()));
      expect(await statusOf(order)).toBe("failed");
      expect(await stage.balance(order)).toBe(0n);
    }
  });

  it("ends also when only the return page asks", async () => {
    const order = await stage.openOrder();
    await stage.pay(order, { method: "sepa_debit" });
    expect(await fulfil(stage.database, order.sessionId)).toMatchObject({ status: "processing" });
    await stage.bank(order, "fail");
    expect(await fulfil(stage.database, order.sessionId)).toMatchObject({ status: "failed" });
  });

  it("is credited once when the confirmation overtakes all other news", async () => {
    const order = await stage.openOrder();
    const completed = await stage.pay(order, { method: "sepa_debit" });
    const settled = await stage.bank(order, "settle");
    await stage.deliver(...settled.toReversed(), ...completed, ...settled);
    expect(await statusOf(order)).toBe("completed");
    expect(await stage.balance(order)).toBe(wholeCredits(1000));
  });

  it("is credited although the order had been given up", async () => {
    const order = await stage.openOrder();
    const [completed] = await stage.pay(order, { method: "sepa_debit" });
    if (!completed) throw new Error("no event");
    const refused = {
      ...completed,
      id: `${completed.id}refused`,
      type: "checkout.session.async_payment_failed",
    } as typeof completed;
    await stage.deliver(completed, refused);
    expect(await statusOf(order)).toBe("failed");
    await stage.deliver(...(await stage.bank(order, "settle")));
    expect(await statusOf(order)).toBe("completed");
    expect(await stage.balance(order)).toBe(wholeCredits(1000));
  });
});

describe("a page that nobody paid on", () => {
  it("expires, and ends its order", async () => {
    const order = await stage.openOrder();
    await stage.deliver(...(await stage.bank(order, "expire")));
    expect(await statusOf(order)).toBe("expired");
  });

  it("makes room for a new one, also before the webhook has told", async () => {
    const order = await stage.openOrder();
    await stage.bank(order, "expire");
    const next = await stage.openOrder("starter", order.person);
    expect(next.id).not.toBe(order.id);
    expect(await statusOf(order)).toBe("expired");
  });
});

it("a declined card changes nothing, and another one pays", async () => {
  const order = await stage.openOrder();
  await expect(stage.pay(order, { card: "4000000000000002" })).rejects.toThrow(/declined/);
  await stage.deliver(...(await stage.pay(order)));
  expect(await stage.balance(order)).toBe(wholeCredits(1000));
});
