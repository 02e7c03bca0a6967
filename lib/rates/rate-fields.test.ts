import { describe, expect, it } from "vitest";
import { readRateFields, toRateFields } from "./rate-fields";
import { rateTerms } from "./terms";

const TERMS = rateTerms.parse({
  prices: {
    input_tokens: { price: "25", per: 1_000_000 },
    output_tokens: {
      price: "100",
      per: 1_000_000,
      tiers: [
        { above: 200_000, by: "input_tokens", price: "150.5" },
        { above: 1_000, price: "90" },
      ],
    },
    calls: { price: "0.01" },
  },
  minimum: "0.1",
  markup_percent: "12.5",
});

describe("the form of a rate", () => {
  it("says exactly the terms that it was filled with", () => {
    expect(readRateFields(toRateFields(TERMS))).toEqual({ terms: TERMS });
  });

  it.each([
    ["price.input_tokens", { "price.calls": "" }],
    ["price.calls", { "price.calls": "-1" }],
    ["minimum", { minimum: "a lot" }],
    ["markup", { markup: "1e3" }],
    ["tiers", { tiers: "calls above 10 input_tokens" }],
    ["tiers", { tiers: "images above 10: 5" }],
    ["tiers", { tiers: "calls above 10 apples: 5" }],
    ["tiers", { tiers: "calls above 0: 5" }],
  ])("names the field %s that is faulty in %j", (field, typed) => {
    const read = readRateFields({ "price.calls": "1", "per.calls": "1", ...typed });
    expect(read).toEqual({ faults: { [field]: expect.any(String) } });
  });
});
