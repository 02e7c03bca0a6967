import { describe, expect, it } from "vitest";
import {
  aCharge,
  aDispute,
  aPurchase,
  applyEach,
  aRefund,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { wholeCredits } from "@/lib/shared/credits";
import type { PaymentUpdate } from "./payment-updates";

const paid = aSession();
const unpaid = aSession({ paymentStatus: "unpaid" });
const expired = aSession({ status: "expired", paymentStatus: "unpaid", paymentIntentId: null });
const refused = aSession({ paymentStatus: "unpaid", asyncFailed: true });

function after(...updates: PaymentUpdate[]) {
  return applyEach(aPurchase(), updates);
}

describe("a purchase", () => {
  it.each([
    ["waits while its page is open", [aSession({ status: "open", paymentStatus: "unpaid" })]],
    ["expires with its page", [expired], "expired"],
    ["waits for a bank debit", [unpaid], "processing"],
    ["ends when the bank refuses", [unpaid, refused], "failed"],
    ["ends when the refusal comes first", [refused, unpaid], "failed"],
    ["is on its way although it was ended here before", [expired, unpaid], "processing"],
    ["is completed by a card", [paid], "completed"],
    ["is completed by a bank debit", [unpaid, paid], "completed"],
    ["is completed by a debit that the bank had refused", [unpaid, refused, paid], "completed"],
    ["is completed although its page expired", [expired, paid], "completed"],
    ["stays completed whatever older news comes", [paid, unpaid, refused, expired], "completed"],
    ["is partly refunded", [paid, aRefund("re_1", 400)], "partially_refunded"],
    ["is refunded", [paid, aRefund("re_1", 400), aRefund("re_2", 600)], "refunded"],
    ["is refunded before it is known to be paid", [aRefund("re_1", 1000), paid], "refunded"],
    ["is disputed", [paid, aDispute("du_1", 1000, "needs_response")], "disputed"],
    ["says so when that is lost", [paid, aDispute("du_1", 1000, "lost")], "dispute_lost"],
    [
      "isn't disputed by an inquiry",
      [paid, aDispute("du_1", 1000, "warning_needs_response")],
      "completed",
    ],
    [
      "is completed again when a dispute is won",
      [paid, aDispute("du_1", 1000, "under_review"), aDispute("du_1", 1000, "won")],
      "completed",
    ],
    [
      "is completed again when a refund fails",
      [paid, aRefund("re_1", 1000), aRefund("re_1", 1000, "failed")],
      "completed",
    ],
  ] as [string, PaymentUpdate[], string?][])("%s", (_what, updates, status = "pending") => {
    expect(after(...updates).purchase.row.status).toBe(status);
  });

  it("keeps what was paid, with tax, and the payment's name", () => {
    const { row } = after(aSession({ totalMinor: 1190, taxMinor: 190 }), aCharge()).purchase;
    expect(row).toMatchObject({
      paymentId: "pi_1",
      sessionId: "cs_1",
      chargeId: "ch_1",
      paidMinor: 1190,
      taxMinor: 190,
    });
  });

  it("names its payment by the session where there is no payment intent", () => {
    const free = aSession({ paymentStatus: "no_payment_required", paymentIntentId: null });
    const { purchase, commands } = applyEach(aPurchase({ allowFree: true }), [free]);
    expect(purchase.row).toMatchObject({ status: "completed", paymentId: "cs_1" });
    expect(commands).toMatchObject([{ kind: "purchase", paymentId: "cs_1" }]);
  });
});

describe("the ledger is told", () => {
  it("the credits of the purchase row, under the payment's name, once", () => {
    const { commands } = after(paid, paid, paid);
    expect(commands).toMatchObject([
      {
        kind: "purchase",
        paymentId: "pi_1",
        credits: wholeCredits(1000),
        purchaseId: aPurchase().row.id,
      },
    ]);
  });

  it("how long the credits last by the purchase's snapshot", () => {
    const purchase = aPurchase({ creditsExpireAfterDays: 30 });
    expect(applyEach(purchase, [paid]).commands).toMatchObject([
      { kind: "purchase", expiresInSeconds: 30 * 24 * 60 * 60 },
    ]);
  });

  it("nothing by what isn't paid", () => {
    expect(after(unpaid, refused, expired, aCharge(), aRefund("re_1", 1000)).commands).toEqual([]);
  });

  it("absolute targets: refunds and disputes together, never more than was granted", () => {
    const { commands } = after(
      paid,
      aRefund("re_1", 250),
      aDispute("du_1", 1000, "needs_response"),
      aDispute("du_1", 1000, "won"),
      aRefund("re_1", 250, "failed"),
    );
    expect(commands.slice(1)).toMatchObject([
      { kind: "clawback", cause: "refund", target: wholeCredits(250) },
      { kind: "clawback", cause: "dispute", target: wholeCredits(1000) },
      { kind: "clawback", cause: "dispute", target: wholeCredits(250) },
      { kind: "clawback", cause: "refund", target: 0n },
    ]);
  });

  it("what had been taken back before the payment was heard of", () => {
    const { commands } = after(aRefund("re_1", 100), aDispute("du_1", 300, "lost"), paid);
    expect(commands).toMatchObject([
      { kind: "purchase" },
      { kind: "clawback", cause: "refund", target: wholeCredits(100) },
      { kind: "clawback", cause: "dispute", target: wholeCredits(400) },
    ]);
  });

  it("that created and funds_withdrawn of one dispute are one clawback", () => {
    const created = aDispute("du_1", 1000, "needs_response");
    expect(after(paid, created, created).commands).toHaveLength(2);
  });

  it("that all is held when the bank counts in another currency", () => {
    const foreign = aDispute("du_1", 870, "needs_response", { currency: "eur" });
    expect(after(paid, foreign).commands[1]).toMatchObject({ target: wholeCredits(1000) });
  });

  it("a part, when the currency of the dispute is the one that an admin accepted", () => {
    const purchase = aPurchase({ acceptedMinor: 900, acceptedCurrency: "eur" });
    const euros = aSession({ currency: "eur", subtotalMinor: 900, totalMinor: 900 });
    const part = aDispute("du_1", 450, "needs_response", { currency: "eur" });
    expect(applyEach(purchase, [euros, part]).commands[1]).toMatchObject({
      target: wholeCredits(500),
    });
  });
});

describe("a mismatch adds no credits, and says why", () => {
  it.each([
    [
      "another amount",
      aSession({ subtotalMinor: 999 }),
      aPurchase(),
      /\$9\.99 was charged.*\$10\.00/,
    ],
    ["another currency", aSession({ currency: "eur" }), aPurchase(), /€10\.00 was charged/],
    ["no currency", aSession({ currency: "xxx" }), aPurchase(), /was charged/],
    [
      "nothing charged",
      aSession({ paymentStatus: "no_payment_required", paymentIntentId: null }),
      aPurchase(),
      /cannot be had for free/,
    ],
    ["a deleted user", paid, aPurchase({}, { userDeleted: true }), /deleted/],
    ["another mode", aSession({ mode: "setup" }), aPurchase(), /mode is setup/],
    [
      "a total below the subtotal without a discount",
      aSession({ totalMinor: 999 }),
      aPurchase(),
      /\$9\.99 was charged in all, which is not \$10\.00 less a discount of \$0\.00/,
    ],
    [
      "a total below the subtotal less its discount",
      aSession({ totalMinor: 499, discountMinor: 500 }),
      aPurchase(),
      /discount of \$5\.00/,
    ],
    ["a negative total", aSession({ totalMinor: -1 }), aPurchase(), /charged in all/],
    [
      "a discount above the subtotal",
      aSession({ totalMinor: 0, discountMinor: 1001 }),
      aPurchase(),
      /charged in all/,
    ],
    [
      "a negative discount",
      aSession({ totalMinor: 1100, discountMinor: -100 }),
      aPurchase(),
      /charged in all/,
    ],
    ["a negative tax", aSession({ taxMinor: -1 }), aPurchase(), /charged in all/],
  ])("%s", (_what, session, purchase, reason) => {
    const { purchase: next, commands, results } = applyEach(purchase, [session]);
    expect(results).toEqual([{ status: "mismatch", reason: expect.stringMatching(reason) }]);
    expect(commands).toEqual([]);
    expect(next.row).toMatchObject({ status: "in_review", completedAt: null });
  });

  it("and credits once when its cause is resolved", () => {
    const { purchase } = applyEach(aPurchase({}, { userDeleted: true }), [paid]);
    const resolved = applyEach({ ...purchase, userDeleted: false }, [paid, paid]);
    expect(resolved.commands).toHaveLength(1);
    expect(resolved.purchase.row.status).toBe("completed");
  });

  it("tax and discounts change the total and not the subtotal, so they are none", () => {
    expect(after(aSession({ totalMinor: 1190, taxMinor: 190 })).commands).toHaveLength(1);
    expect(after(aSession({ totalMinor: 500, discountMinor: 500 })).commands).toHaveLength(1);
  });
});

describe("a second payment of one purchase", () => {
  const second = aSession({ sessionId: "cs_2", paymentIntentId: "pi_2" });

  it("is a mismatch that leaves the first one as it is", () => {
    const { purchase, commands, results } = after(paid, second);
    expect(results[1]).toMatchObject({ status: "mismatch" });
    expect(commands).toHaveLength(1);
    expect(purchase.row).toMatchObject({ status: "completed", paymentId: "pi_1" });
  });

  it.each([
    ["refunded", aRefund("re_2", 1000, "succeeded", "pi_2")],
    ["disputed", aDispute("du_2", 1000, "lost", { paymentIntentId: "pi_2" })],
  ])("can be %s without a credit of the first being taken back", (_what, back) => {
    for (const updates of [
      [paid, second, back],
      [back, paid, second],
    ]) {
      const { purchase, commands } = after(...updates);
      expect(commands).toHaveLength(1);
      expect(purchase.row).toMatchObject({
        status: "completed",
        refundedMinor: 0,
        disputedMinor: 0,
      });
    }
  });

  it("brings no receipt to the first", () => {
    const other = aCharge({ chargeId: "ch_2", paymentIntentId: "pi_2" });
    expect(after(paid, aCharge(), other).purchase.row.chargeId).toBe("ch_1");
  });
});
