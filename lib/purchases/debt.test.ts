import { describe, expect, it } from "vitest";
import { wholeCredits } from "@/lib/shared/credits";
import { findClearingPack, owedOf, payDebt } from "./debt";

const PACKS = [
  { code: "large", credits: wholeCredits(5_000), priceMinor: 4_500 },
  { code: "small", credits: wholeCredits(1_000), priceMinor: 1_000 },
];

describe("a purchase while in debt", () => {
  it.each([
    [0, 1_000, 0, 0, 1_000],
    [250, 1_000, 0, 0, 1_000],
    [-400, 1_000, 400, 0, 600],
    [-1_000, 1_000, 1_000, 0, 0],
    [-1_600, 1_000, 1_000, 600, 0],
  ])(
    "with a balance of %i buys %i: %i pays the debt, %i is owed, %i can be spent",
    (balance, credits, paid, owed, spendable) => {
      expect(payDebt(wholeCredits(balance), wholeCredits(credits))).toEqual({
        paid: wholeCredits(paid),
        owed: wholeCredits(owed),
        spendable: wholeCredits(spendable),
      });
    },
  );

  it("is cleared by the cheapest pack that is large enough, if there is one", () => {
    expect(findClearingPack(PACKS, wholeCredits(1_000))?.code).toBe("small");
    expect(findClearingPack(PACKS, wholeCredits(1_001))?.code).toBe("large");
    expect(findClearingPack(PACKS, wholeCredits(5_001))).toBeUndefined();
    expect(owedOf(wholeCredits(3))).toBe(0n);
  });
});
