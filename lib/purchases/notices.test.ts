import { describe, expect, it } from "vitest";
import {
  aDispute,
  aPurchase,
  applyEach,
  aRefund,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { noticesFor } from "./notices";
import type { PaymentUpdate } from "./payment-updates";
import type { Purchase } from "./purchase";

/** What the updates, recorded one transaction after the other, tell the customer. */
function newsOf(updates: readonly PaymentUpdate[], start: Purchase = aPurchase()): string[] {
  let before = start;
  const told: string[] = [];
  for (const update of updates) {
    const { purchase: after } = applyEach(before, [update]);
    for (const { data } of noticesFor(before, after)) {
      const { news, subject } = data as { news: string; subject: string };
      told.push(`${news} ${subject}`);
    }
    before = after;
  }
  return told;
}

describe("the notices of a purchase", () => {
  it("are none for a payment, whose receipt says it", () => {
    expect(newsOf([aSession()])).toEqual([]);
  });

  it("tell each refund once, however often it is reported", () => {
    const refund = aRefund("re_1", 400);
    expect(newsOf([aSession(), refund, refund, aRefund("re_2", 600)])).toEqual([
      "refunded re_1",
      "refunded re_2",
    ]);
    expect(newsOf([aSession(), aRefund("re_1", 400, "pending"), refund])).toEqual([
      "refunded re_1",
    ]);
  });

  it("tell that a refund failed only after it was announced", () => {
    const failed = aRefund("re_1", 400, "failed");
    expect(newsOf([aSession(), aRefund("re_1", 400), failed])).toEqual([
      "refunded re_1",
      "refund_failed re_1",
    ]);
    expect(newsOf([aSession(), failed])).toEqual([]);
  });

  it("tell a refund that arrived before its payment once the payment is known", () => {
    expect(newsOf([aRefund("re_1", 400), aSession()])).toEqual(["refunded re_1"]);
  });

  it.each([
    [
      ["needs_response", "under_review", "won"],
      ["dispute_opened dp_1", "dispute_won dp_1"],
    ],
    [
      ["needs_response", "lost"],
      ["dispute_opened dp_1", "dispute_lost dp_1"],
    ],
    [["lost"], ["dispute_lost dp_1"]],
    [["won"], []],
    [["warning_needs_response", "warning_closed"], []],
    [["warning_needs_response", "needs_response"], ["dispute_opened dp_1"]],
  ] as const)("of a dispute that becomes %j are %j", (statuses, told) => {
    const disputes = statuses.map((status) => aDispute("dp_1", 1000, status));
    expect(newsOf([aSession(), ...disputes])).toEqual(told);
  });

  it("tell that a bank debit failed or a payment is under review", () => {
    const { id } = aPurchase().row;
    const underway = aSession({ paymentStatus: "unpaid" });
    const refused = aSession({ paymentStatus: "unpaid", asyncFailed: true });
    expect(newsOf([underway, refused])).toEqual([`payment_failed ${id}`]);
    expect(newsOf([aSession({ subtotalMinor: 900, totalMinor: 900 })])).toEqual([
      `under_review ${id}`,
    ]);
  });

  it("say nothing of a refund of another payment", () => {
    expect(newsOf([aSession(), aRefund("re_1", 400, "succeeded", "pi_other")])).toEqual([]);
  });
});
