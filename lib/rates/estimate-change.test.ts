import { describe, expect, it } from "vitest";
import { parseCredits, wholeCredits } from "@/lib/shared/credits";
import { type Counted, estimateCost } from "./estimate-change";
import { rateTerms } from "./terms";

const days: Counted[] = [
  { requests: 4, credits: wholeCredits(8), quantities: { input_tokens: "4000", calls: "4" } },
  { requests: 1, credits: wholeCredits(3), quantities: { input_tokens: "500.5" } },
];

describe("what days would have cost", () => {
  it("is what was counted at the prices that are compared", () => {
    const terms = rateTerms.parse({
      prices: { input_tokens: { price: "2", per: 1000 }, calls: { price: "0.5" } },
      markup_percent: "10",
    });
    expect(estimateCost(days, terms)).toEqual({
      requests: 5,
      charged: wholeCredits(11),
      // 4 x (2 + 0.5) x 1.1, and 1.001 x 1.1
      estimated: parseCredits("12.1011"),
    });
  });

  it("applies a minimum and a tier to the average request of a day", () => {
    const terms = rateTerms.parse({
      prices: {
        input_tokens: { price: "1", tiers: [{ above: 900, price: "2" }] },
        calls: { price: "0" },
      },
      minimum: "600",
    });
    // 4 requests of 1,000 in the upper tier, and one at the minimum.
    expect(estimateCost(days, terms).estimated).toBe(wholeCredits(8_600));
  });

  it("is nothing without days", () => {
    const terms = rateTerms.parse({ prices: { calls: { price: "1" } } });
    expect(estimateCost([], terms)).toEqual({ requests: 0, charged: 0n, estimated: 0n });
  });
});
