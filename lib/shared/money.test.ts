import { describe, expect, it } from "vitest";
import { formatMoney, moneyToDecimal } from "./money";

describe("money", () => {
  it.each([
    [1000, "usd", "10.00", "$10.00"],
    [5, "usd", "0.05", "$0.05"],
    [-1234567, "eur", "-12345.67", "-€12,345.67"],
    [0, "usd", "0.00", "$0.00"],
    [1000, "jpy", "1000", "¥1,000"],
    [1230, "kwd", "1.230", "KWD 1.230"],
  ])("writes %i minor units of %s as %s and %s", (amountMinor, currency, decimal, text) => {
    expect(moneyToDecimal({ amountMinor, currency })).toBe(decimal);
    expect(formatMoney({ amountMinor, currency }).replace("\u00a0", " ")).toBe(text);
  });

  it("counts decimals as Stripe does where Intl doesn't: 500 ISK minor units are 5 krónur", () => {
    expect(moneyToDecimal({ amountMinor: 500, currency: "isk" })).toBe("5.00");
    expect(moneyToDecimal({ amountMinor: 1050, currency: "rsd" })).toBe("10.50");
  });

  it("is exact where a float wouldn't be", () => {
    expect(formatMoney({ amountMinor: 9007199254740991, currency: "usd" })).toBe(
      "$90,071,992,547,409.91",
    );
  });
});
