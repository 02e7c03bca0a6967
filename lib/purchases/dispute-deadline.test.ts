import { describe, expect, it } from "vitest";
import { AT, aDispute, aPurchase, applyEach } from "@/dev/test/kits/billing/payment-updates";

const early = new Date(AT.getTime() + 1_000);
const late = new Date(AT.getTime() + 2_000);

/** The deadline of a dispute after news of it in this order. */
function deadlineAfter(...news: (Date | null)[]) {
  const updates = news.map((respondBy) => aDispute("du_1", 100, "needs_response", { respondBy }));
  return applyEach(aPurchase(), updates).purchase.disputes.get("du_1")?.respondBy;
}

describe("the deadline of a dispute", () => {
  it("is the latest that was told, in whatever order the news come: an appeal has a later one", () => {
    expect(deadlineAfter(early, late)).toEqual(late);
    expect(deadlineAfter(late, early)).toEqual(late);
    expect(deadlineAfter(null, early)).toEqual(early);
    expect(deadlineAfter(early, null)).toEqual(early);
    expect(deadlineAfter(null, null)).toBeNull();
  });
});
