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
import type { Purchase } from "./purchase";

const unpaid = { paymentStatus: "unpaid", paymentIntentId: null } as const;
const paid = applyEach(aPurchase(), [aSession(), aCharge()]).purchase;
const refunded = applyEach(paid, [aRefund("re_1", 300)]).purchase;
const disputed = applyEach(paid, [aDispute("dp_1", 300, "under_review")]).purchase;
const failed = applyEach(aPurchase(), [
  aSession({ ...unpaid, asyncFailed: true, sessionId: "cs_1" }),
]).purchase;

describe("what is known already, or was before, changes nothing and says so", () => {
  it.each<[string, Purchase, PaymentUpdate, string]>([
    ["the same payment", paid, aSession(), "These credits were added already."],
    [
      "a session that was not paid yet",
      paid,
      aSession({ ...unpaid, status: "expired" }),
      "Older news: the purchase is paid already.",
    ],
    ["the same charge", paid, aCharge(), "The charge was known already."],
    [
      "the same charge without its receipt",
      paid,
      aCharge({ receiptUrl: null }),
      "The charge was known already.",
    ],
    [
      "a charge of another payment",
      paid,
      aCharge({ chargeId: "ch_2", paymentIntentId: "pi_2" }),
      "This charge is of a payment that was not credited.",
    ],
    [
      "an earlier state of a refund",
      refunded,
      aRefund("re_1", 300, "pending"),
      "This state of the refund was known already.",
    ],
    [
      "an earlier state of a dispute",
      disputed,
      aDispute("dp_1", 300, "needs_response"),
      "This state of the dispute was known already.",
    ],
    [
      "the end of a page whose purchase has ended",
      failed,
      aSession({ ...unpaid, status: "expired" }),
      "The purchase had ended already.",
    ],
    [
      "the end of another session than the one in use",
      aPurchase({ sessionId: "cs_in_use" }),
      aSession({ ...unpaid, status: "expired" }),
      "Another checkout session of this purchase is in use.",
    ],
    [
      "the refusal of another session's payment",
      aPurchase({ sessionId: "cs_in_use", status: "processing" }),
      aSession({ ...unpaid, asyncFailed: true }),
      "Another checkout session of this purchase is in use.",
    ],
  ])("%s", (_what, purchase, update, reason) => {
    const after = applyEach(purchase, [update]);
    expect(after.results).toEqual([{ status: "processed", reason }]);
    expect(after.purchase).toBe(purchase);
    expect(after.commands).toEqual([]);
  });

  it("but the end of its own session ends a purchase", () => {
    const own = aPurchase({ sessionId: "cs_1" });
    const after = applyEach(own, [aSession({ ...unpaid, status: "expired" })]);
    expect(after.purchase.row.status).toBe("expired");
  });
});

describe("a charge", () => {
  it("is noted with its receipt, and again when one of them is another", () => {
    for (const change of [{ chargeId: "ch_2" }, { receiptUrl: "https://pay.stripe.com/2" }]) {
      const after = applyEach(paid, [aCharge(change)]);
      expect(after.results).toEqual([
        { status: "processed", reason: "Noted the charge and its receipt." },
      ]);
      expect(after.purchase.row).toMatchObject(change);
    }
  });

  it("without a receipt keeps the one that is known", () => {
    const after = applyEach(paid, [aCharge({ chargeId: "ch_2", receiptUrl: null })]);
    expect(after.purchase.row).toMatchObject({
      chargeId: "ch_2",
      receiptUrl: paid.row.receiptUrl,
    });
  });
});

describe("a reversal", () => {
  it("before its payment is kept, and changes neither status nor credits", () => {
    for (const update of [aRefund("re_1", 300), aDispute("dp_1", 300, "needs_response")]) {
      const after = applyEach(aPurchase(), [update]);
      expect(after.purchase.row.status).toBe("pending");
      expect(after.commands).toEqual([]);
      expect(after.results).toEqual([
        {
          status: "processed",
          reason: expect.stringMatching(/Kept until the payment itself is known\.$/),
        },
      ]);
    }
  });

  it("of another payment removes nothing", () => {
    const after = applyEach(paid, [aRefund("re_1", 300, "succeeded", "pi_2")]);
    expect(after.commands).toEqual([]);
    expect(after.purchase.row).toMatchObject({ status: "completed", refundedMinor: 0 });
    expect(after.purchase.refunds.get("re_1")).toMatchObject({ paymentId: "pi_2" });
    expect(after.results).toEqual([
      {
        status: "processed",
        reason:
          "Refund of $3.00 is succeeded. It is of pi_2, which was not credited, so no credits are removed.",
      },
    ]);
  });

  it("for which Stripe names no payment is of the one that was credited", () => {
    const after = applyEach(paid, [{ ...aRefund("re_1", 300), paymentIntentId: null }]);
    expect(after.commands).toHaveLength(1);
    expect(after.purchase.row.refundedMinor).toBe(300);
  });

  it("that goes from pending to succeeded is told once", () => {
    const after = applyEach(paid, [aRefund("re_1", 300, "pending"), aRefund("re_1", 300)]);
    expect(after.commands).toHaveLength(1);
    expect(after.results.at(-1)).toEqual({
      status: "processed",
      reason: "Refund of $3.00 is succeeded.",
    });
  });

  it("keeps the reason that was given once", () => {
    const given = { ...aRefund("re_1", 300, "pending"), reason: "duplicate" };
    const reasonAfter = (updates: PaymentUpdate[]) =>
      applyEach(paid, updates).purchase.refunds.get("re_1")?.reason;
    expect(reasonAfter([given, aRefund("re_1", 300)])).toBe("duplicate");
    expect(reasonAfter([aRefund("re_1", 300, "pending"), { ...given, status: "succeeded" }])).toBe(
      "duplicate",
    );
    expect(reasonAfter([aRefund("re_1", 300)])).toBeNull();
  });

  it.each([
    ["refund", aRefund("re_1", 300), "Refund of Starter Pack"],
    ["dispute", aDispute("dp_1", 300, "needs_response"), "Dispute of Starter Pack"],
  ] as const)("tells the ledger all of a %s", (cause, update, reason) => {
    expect(applyEach(paid, [update]).commands).toEqual([
      {
        kind: "clawback",
        accountId: paid.row.accountId,
        cause,
        paymentId: "pi_1",
        target: wholeCredits(300),
        actor: "stripe",
        reason,
        metadata: { purchase_id: paid.row.id },
      },
    ]);
  });

  it("says of an inquiry that it takes nothing", () => {
    const { results } = applyEach(paid, [aDispute("dp_1", 300, "warning_needs_response")]);
    expect(results[0]?.reason).toBe("An inquiry takes nothing: warning needs response.");
    const dispute = applyEach(paid, [aDispute("dp_1", 300, "needs_response")]);
    expect(dispute.results[0]?.reason).toBe("Dispute: needs response.");
  });
});

describe("a payment", () => {
  it("names its purchase and session in the ledger", () => {
    const [command] = applyEach(aPurchase(), [aSession()]).commands;
    expect(command?.metadata).toEqual({ purchase_id: paid.row.id, session_id: "cs_1" });
  });

  it("of nothing is one, with a discount of all, where the pack can be had for free", () => {
    const free = aSession({
      paymentStatus: "no_payment_required",
      paymentIntentId: null,
      totalMinor: 0,
      discountMinor: 1000,
    });
    expect(applyEach(aPurchase({ allowFree: true }), [free]).purchase.row).toMatchObject({
      status: "completed",
      paymentId: "cs_1",
      paidMinor: 0,
      paidCurrency: "usd",
    });
  });
});
