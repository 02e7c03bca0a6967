import { describe, expect, it } from "vitest";
import { wholeCredits } from "@/lib/shared/credits";
import { isDay, lastDays, listDays, readDayRange, startOfInterval } from "./day-range";
import { estimateDaysLeft } from "./read-usage";

const NOW = new Date("2026-03-02T23:30:00Z");

describe("a range of days from an address", () => {
  it.each([
    [{}, "2026-02-01", "2026-03-02"],
    [{ days: "7" }, "2026-02-24", "2026-03-02"],
    [{ days: "1e9" }, "2026-02-01", "2026-03-02"],
    [{ from: "2026-01-01", to: "2026-01-31" }, "2026-01-01", "2026-01-31"],
    [{ from: "2026-01-31", to: "2026-01-01" }, "2026-02-01", "2026-03-02"],
    [{ from: "0001-01-01", to: "2026-01-01" }, "2026-02-01", "2026-03-02"],
    [{ from: "2026-02-30", to: "2026-03-01", days: "2" }, "2026-03-01", "2026-03-02"],
  ])("%j is %s to %s", (query, from, to) => {
    expect(readDayRange(query, NOW)).toEqual({ from, to });
  });

  it("lists each day once, across the end of a month", () => {
    expect(listDays(lastDays(3, NOW))).toEqual(["2026-02-28", "2026-03-01", "2026-03-02"]);
    expect(isDay("2026-02-30")).toBe(false);
  });
});

describe("an interval", () => {
  it.each([
    ["2026-03-01", "week", "2026-02-23"], // a Sunday
    ["2026-03-02", "week", "2026-03-02"], // a Monday
    ["2026-01-01", "week", "2025-12-29"],
    ["2026-02-28", "month", "2026-02-01"],
    ["2026-02-28", "day", "2026-02-28"],
  ] as const)("of %s by %s begins on %s", (day, interval, start) => {
    expect(startOfInterval(day, interval)).toBe(start);
  });
});

describe("the days that credits last", () => {
  it("follow from the pace, and are unknown without one", () => {
    expect(estimateDaysLeft(wholeCredits(100), wholeCredits(70), 7)).toBe(10);
    expect(estimateDaysLeft(wholeCredits(1), wholeCredits(70), 7)).toBe(0);
    expect(estimateDaysLeft(wholeCredits(100), wholeCredits(0), 7)).toBeUndefined();
  });
});
