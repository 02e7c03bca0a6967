import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCredits,
  formatMovement,
  fromMicro,
  MAX_CREDITS,
  minCredits,
  parseCredits,
  sumCredits,
  toDecimal,
  wholeCredits,
} from "./credits";

describe("credits", () => {
  it("come back unchanged from their decimal, up to the largest", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -MAX_CREDITS, max: MAX_CREDITS }), (micro) => {
        const text = toDecimal(fromMicro(micro));
        expect(parseCredits(text)).toBe(micro);
        expect(text).not.toMatch(/\.\d*0$|\.$|^-0$/);
      }),
    );
  });

  it("read what numeric(20,6) writes", () => {
    expect(parseCredits("1000.000000")).toBe(wholeCredits(1000));
    expect(parseCredits("-0.000001")).toBe(-1n);
  });

  it.each([
    "",
    "-",
    ".5",
    "5.",
    "1e3",
    "1,000",
    " 1",
    "1 ",
    "0x1",
    "+1",
    "0.0000001",
    "NaN",
    "Infinity",
    "1".repeat(15),
    "١",
  ])("don't read %j", (text) => {
    expect(() => parseCredits(text)).toThrow(RangeError);
  });

  it("are written for people with groups and a typographic minus", () => {
    expect(formatCredits(wholeCredits(1234567))).toBe("1,234,567");
    expect(formatCredits(parseCredits("-1234.5"))).toBe("−1,234.5");
    expect(formatCredits(parseCredits("0.0001"))).toBe("0.0001");
    expect(formatMovement(wholeCredits(5))).toBe("+5");
    expect(formatMovement(wholeCredits(-5))).toBe("−5");
    expect(formatMovement(wholeCredits(0))).toBe("0");
  });

  it("add and compare exactly", () => {
    expect(toDecimal(sumCredits([parseCredits("0.1"), parseCredits("0.2")]))).toBe("0.3");
    expect(sumCredits([])).toBe(0n);
    expect(minCredits(wholeCredits(2), wholeCredits(-3))).toBe(wholeCredits(-3));
  });
});
