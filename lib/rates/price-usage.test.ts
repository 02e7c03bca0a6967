import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDecimal } from "@/lib/shared/credits";
import { priceUsage } from "./price-usage";
import { QUANTITIES } from "./quantities";
import { rateTerms, type Usage } from "./terms";

const price = (terms: unknown, usage: Usage) =>
  toDecimal(priceUsage(rateTerms.parse(terms), usage));

const CHAT = {
  prices: {
    input_tokens: { price: "250", per: 1_000_000 },
    cached_input_tokens: { price: "125", per: 1_000_000 },
    output_tokens: { price: "1000", per: 1_000_000 },
  },
};

describe("the price of usage", () => {
  it.each<[string, unknown, Usage, string]>([
    ["adds its quantities", CHAT, { input_tokens: 1204, output_tokens: 310 }, "0.611"],
    ["is exact for one token", CHAT, { input_tokens: 1 }, "0.00025"],
    ["takes the cached price for what was cached", CHAT, { cached_input_tokens: 1_000_000 }, "125"],
    [
      "prices reasoning as output without a price of its own",
      CHAT,
      { reasoning_tokens: 1000 },
      "1",
    ],
    ["prices cache writes as input", CHAT, { cache_write_tokens: 1000 }, "0.25"],
    ["is nothing for nothing", CHAT, { input_tokens: 0 }, "0"],
    [
      "takes fractions of seconds",
      { prices: { seconds: { price: "0.1" } } },
      { seconds: "2.5" },
      "0.25",
    ],
    ["adds its markup", { ...CHAT, markup_percent: "12.5" }, { input_tokens: 1_000_000 }, "281.25"],
    ["is at least its minimum", { ...CHAT, minimum: "0.01" }, { input_tokens: 1 }, "0.01"],
    ["is rounded up once", { prices: { calls: { price: "0.0000001" } } }, { calls: 1 }, "0.000001"],
    [
      "is rounded up once, not for each quantity",
      { prices: { calls: { price: "0.0000004" }, images: { price: "0.0000006" } } },
      { calls: 1, images: 1 },
      "0.000001",
    ],
  ])("%s", (_name, terms, usage, expected) => {
    expect(price(terms, usage)).toBe(expected);
  });

  it("takes the tier that the request exceeds, for all of the quantity", () => {
    const tiered = {
      prices: {
        input_tokens: {
          price: "1",
          per: 1000,
          tiers: [
            { above: 1000, price: "2" },
            { above: 5000, price: "3" },
          ],
        },
        output_tokens: {
          price: "4",
          per: 1000,
          tiers: [{ above: 1000, price: "8", by: "input_tokens" }],
        },
      },
    };
    expect(price(tiered, { input_tokens: 1000, output_tokens: 1000 })).toBe("5");
    expect(price(tiered, { input_tokens: 1001, output_tokens: 1000 })).toBe("10.002");
    expect(price(tiered, { input_tokens: 6000 })).toBe("18");
  });

  it("refuses a quantity that has no price", () => {
    expect(() => price(CHAT, { images: 1 })).toThrow(/usage\.images/);
  });

  it("never is below the exact price, and never a micro-credit above it", () => {
    const decimals = fc
      .tuple(fc.nat(1000), fc.nat(999_999))
      .map(([a, b]) => `${a}.${String(b).padStart(6, "0")}`);
    const per = fc.constantFrom(1, 1_000, 1_000_000);
    const terms = fc.record({
      prices: fc.dictionary(fc.constantFrom(...QUANTITIES), fc.record({ price: decimals, per }), {
        minKeys: 1,
      }),
      markup_percent: decimals,
    });
    fc.assert(
      fc.property(terms, fc.nat(10_000_000), (given, count) => {
        const quantities = Object.keys(given.prices) as (typeof QUANTITIES)[number][];
        const usage = Object.fromEntries(quantities.map((quantity) => [quantity, count]));
        // In units of 10^-26: six decimals of the price and of the markup, 10^-6 per million, two of percent.
        const digits = (text: string) => BigInt(text.replace(".", ""));
        let exact = 0n;
        for (const one of Object.values(given.prices)) {
          if (one) exact += digits(one.price) * BigInt(count) * BigInt(1_000_000 / one.per);
        }
        exact *= 100_000_000n + digits(given.markup_percent);
        const unitsPerMicro = 10n ** 14n;
        const micro = priceUsage(rateTerms.parse(given), usage);
        expect(micro * unitsPerMicro >= exact).toBe(true);
        expect((micro - 1n) * unitsPerMicro < exact || micro === 0n).toBe(true);
      }),
    );
  });
});
