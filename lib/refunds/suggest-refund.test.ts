import { describe, expect, it } from "vitest";
import { parseCredits, wholeCredits } from "@/lib/shared/credits";
import { creditsBackFor, suggestRefundMinor } from "./refund-math";

/** The Pro Pack: a cent buys 1.25 credits. */
const TERMS = {
  granted: wholeCredits(10_000),
  paidMinor: 8_000,
  refundedMinor: 0,
  disputedMinor: 0,
  refundableMinor: 8_000,
};

describe("the suggested amount of a refund", () => {
  it("is everything while nothing was spent", () => {
    const all = wholeCredits(10_000);
    const quote = { ...TERMS, unusedMinor: 8_000, lotRemaining: all, balance: all };
    expect(suggestRefundMinor(quote)).toBe(8_000);
  });

  it("leaves no fraction of a credit behind where the balance covers the rounded cent", () => {
    const left = parseCredits("1000.25");
    const quote = { ...TERMS, unusedMinor: 800, lotRemaining: left, balance: wholeCredits(5_000) };
    expect(creditsBackFor(quote, 800)).toBeLessThan(left);
    expect(suggestRefundMinor(quote)).toBe(801);
  });

  it("makes no debt by rounding", () => {
    const left = parseCredits("1000.25");
    const quote = { ...TERMS, unusedMinor: 800, lotRemaining: left, balance: left };
    expect(suggestRefundMinor(quote)).toBe(800);
  });

  it("is all that is refundable when every credit was spent", () => {
    const none = wholeCredits(0);
    const quote = { ...TERMS, unusedMinor: 0, lotRemaining: none, balance: none };
    expect(suggestRefundMinor(quote)).toBe(8_000);
  });
});
