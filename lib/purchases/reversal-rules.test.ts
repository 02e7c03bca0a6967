import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disputeStatus, refundStatus } from "@/db/schema";
import { fromMicro, MAX_CREDITS, wholeCredits } from "@/lib/shared/credits";
import {
  clawbackTarget,
  countsAsRefunded,
  holdsMoney,
  isLaterDisputeStatus,
  isLaterRefundStatus,
  isOpenDispute,
} from "./reversal-rules";

describe("clawbackTarget (I4)", () => {
  const credits = fc.bigInt({ min: 1n, max: MAX_CREDITS }).map(fromMicro);
  const paid = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const returned = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

  it("is floor(credits × returned ÷ paid)", () => {
    expect(clawbackTarget(wholeCredits(1000), 1000, 333)).toBe(wholeCredits(333));
    expect(clawbackTarget(wholeCredits(1), 3, 1)).toBe(333_333n);
    expect(clawbackTarget(wholeCredits(1), 3, 2)).toBe(666_666n);
    expect(clawbackTarget(wholeCredits(1), 3, 3)).toBe(1_000_000n);
  });

  it("never takes more than was granted, nothing for nothing, all for all", () => {
    fc.assert(
      fc.property(credits, paid, returned, (granted, paidMinor, returnedMinor) => {
        const target = clawbackTarget(granted, paidMinor, returnedMinor);
        expect(target >= 0n && target <= granted).toBe(true);
        expect(clawbackTarget(granted, paidMinor, 0)).toBe(0n);
        expect(clawbackTarget(granted, paidMinor, paidMinor)).toBe(granted);
      }),
    );
  });

  it("grows with what is returned, and rounds in the buyer's favour", () => {
    fc.assert(
      fc.property(credits, paid, returned, returned, (granted, paidMinor, first, second) => {
        const [less, more] = [Math.min(first, second), Math.max(first, second)];
        expect(clawbackTarget(granted, paidMinor, less)).toBeLessThanOrEqual(
          clawbackTarget(granted, paidMinor, more),
        );
        if (more > paidMinor) return;
        const target = clawbackTarget(granted, paidMinor, more);
        expect(target * BigInt(paidMinor)).toBeLessThanOrEqual(granted * BigInt(more));
      }),
    );
  });

  it("takes nothing back of what cost nothing", () => {
    expect(clawbackTarget(wholeCredits(1000), 0, 1000)).toBe(0n);
  });
});

describe("statuses", () => {
  it("have a place each, so that of two events in any order the same one wins", () => {
    for (const [values, isLater] of [
      [refundStatus.enumValues, isLaterRefundStatus],
      [disputeStatus.enumValues, isLaterDisputeStatus],
    ] as [readonly string[], (next: string, known: string) => boolean][]) {
      for (const one of values) {
        expect(isLater(one, one)).toBe(false);
        for (const other of values) {
          if (one !== other) expect(isLater(one, other)).toBe(!isLater(other, one));
        }
      }
    }
  });

  it("let a refund fail after it succeeded, and never succeed after it failed", () => {
    expect(isLaterRefundStatus("failed", "succeeded")).toBe(true);
    expect(isLaterRefundStatus("succeeded", "failed")).toBe(false);
  });

  it("let an inquiry become a dispute, and an appeal win a lost one", () => {
    expect(isLaterDisputeStatus("needs_response", "warning_closed")).toBe(true);
    expect(isLaterDisputeStatus("won", "lost")).toBe(true);
    expect(isLaterDisputeStatus("won", "appeal_under_review")).toBe(true);
    expect(isLaterDisputeStatus("needs_response", "lost")).toBe(false);
  });

  it("count what took money, and nothing that gave it back or never took it", () => {
    expect(refundStatus.enumValues.filter(countsAsRefunded)).toEqual(["pending", "succeeded"]);
    const unmoved = { withdrawnMinor: 0, reinstatedMinor: 0 };
    const holding = disputeStatus.enumValues.filter((status) => holdsMoney({ status, ...unmoved }));
    expect(holding).toEqual([
      "needs_response",
      "under_review",
      "lost",
      "appeal_needs_response",
      "appeal_under_review",
    ]);
  });

  it("block purchases only while a bank decides: a lost appeal is never heard of again", () => {
    expect(disputeStatus.enumValues.filter(isOpenDispute)).toEqual([
      "needs_response",
      "under_review",
    ]);
  });
});
