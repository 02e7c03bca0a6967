import { describe, expect, it } from "vitest";
import { expectedMoney, paidMoney } from "./paid-money";

const ordered = {
  amountMinor: 1000,
  currency: "usd",
  acceptedMinor: null,
  acceptedCurrency: null,
  paidMinor: null,
  paidCurrency: null,
};
const accepted = { ...ordered, acceptedMinor: 900, acceptedCurrency: "eur" };
const paid = { ...accepted, paidMinor: 1071, paidCurrency: "eur" };

describe("the money of a purchase is shown in the currency that it is in", () => {
  it("the price, until an admin accepts another amount", () => {
    for (const money of [expectedMoney, paidMoney]) {
      expect(money(ordered)).toEqual({ amountMinor: 1000, currency: "usd" });
      expect(money(accepted)).toEqual({ amountMinor: 900, currency: "eur" });
    }
  });

  it("and never half of what was paid", () => {
    expect(paidMoney({ ...paid, paidCurrency: null })).toEqual(expectedMoney(paid));
    expect(paidMoney({ ...paid, paidMinor: null })).toEqual(expectedMoney(paid));
  });

  it("what was paid, tax included, once it is paid", () => {
    expect(paidMoney(paid)).toEqual({ amountMinor: 1071, currency: "eur" });
    expect(expectedMoney(paid)).toEqual({ amountMinor: 900, currency: "eur" });
  });
});
