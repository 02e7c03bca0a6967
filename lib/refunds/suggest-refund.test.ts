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

describe("the credits that a refund removes", () => {
  it("come on top of what refunds and disputes removed before, rounded down in all", () => {
    const terms = { ...TERMS, refundedMinor: 1, disputedMinor: 2 };
    expect(creditsBackFor(terms, 1)).toBe(parseCredits("1.25"));
    const thirds = { ...TERMS, paidMinor: 3, granted: parseCredits("0.00001") };
    const one = { ...thirds, refundedMinor: 1, disputedMinor: 1 };
    expect(creditsBackFor(thirds, 1)).toBe(parseCredits("0.000003"));
    expect(creditsBackFor(one, 1)).toBe(parseCredits("0.000004"));
  });

  it("are covered exactly by a balance that is as large, and a cent is rounded up only for a fraction", () => {
    const left = parseCredits("1000.25");
    const quote = { ...TERMS, unusedMinor: 800, lotRemaining: left };
    const exact = creditsBackFor(quote, 801);
    expect(suggestRefundMinor({ ...quote, balance: exact })).toBe(801);
    const whole = { ...quote, lotRemaining: wholeCredits(1000), balance: exact };
    expect(suggestRefundMinor(whole)).toBe(800);
    const less = { ...quote, unusedMinor: 0, lotRemaining: parseCredits("0.5") };
    expect(suggestRefundMinor({ ...less, balance: parseCredits("0.5") })).toBe(1);
  });
});
