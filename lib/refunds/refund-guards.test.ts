import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { refundRequests } from "@/db/schema";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { keyOf } from "@/lib/purchases/purchase";
import { wholeCredits } from "@/lib/shared/credits";
import { listRefundRequests, quoteRefund, startRefund } from "./request-refund";
import { sendRefund } from "./send-refund";

const stage = useBillingStage();

afterEach(async () => {
  await stage.stripe.recover();
  expect(await stage.findFaults()).toEqual([]);
});

const by = { admin: "", reason: "The customer asked" };
beforeAll(async () => {
  by.admin = (await makeUser(stage, "admin")).id;
});

describe("a refund", () => {
  it("that Stripe made and whose key it has forgotten is found again, not made twice", async () => {
    const bought = await stage.buy();
    const purchase = keyOf(await stage.purchase(bought));
    await stage.fault({ match: "POST /v1/refunds", next: 2, kind: "drop_after" });
    const { request } = await startRefund(stage.database, { ...by, purchase, amountMinor: 300 });
    expect(request.status).toBe("requested");
    // Stripe forgets a key after a day: the next try has another, as after an answer of 500.
    const { read } = stage.database;
    const isRequest = eq(refundRequests.id, request.id);
    await read.update(refundRequests).set({ attempt: 2 }).where(isRequest);
    const [again] = await listRefundRequests(read, purchase);
    if (!again) throw new Error("no request");
    expect((await sendRefund(stage.database, again)).request.status).toBe("sent");
    const { data } = await stage.stripe.get<{ data: Stripe.Refund[] }>("refunds", {
      payment_intent: await stage.paymentOf(bought),
    });
    expect(data.map(({ amount }) => amount)).toEqual([300]);
    expect(await stage.balance(bought)).toBe(wholeCredits(700));
  });

  it("never returns what a dispute holds", async () => {
    const bought = await stage.buy();
    const purchase = keyOf(await stage.purchase(bought));
    await stage.deliver(...(await stage.dispute(bought, { amount: 700 })));
    expect(await quoteRefund(stage.database.read, purchase)).toMatchObject({
      disputedMinor: 700,
      refundableMinor: 300,
    });
    await expect(
      startRefund(stage.database, { ...by, purchase, amountMinor: 301 }),
    ).rejects.toMatchObject({
      code: "conflict",
      detail: "At most $3.00 of this payment can still be refunded.",
    });
  });
});
