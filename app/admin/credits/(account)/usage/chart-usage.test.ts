import { describe, expect, it } from "vitest";
import { wholeCredits } from "@/lib/shared/credits";
import { chartUsage, listGroups } from "./chart-usage";

const usage = (day: string, group: string, credits: number) => ({
  ...{ day, group, entries: 1, credits: wholeCredits(credits) },
});
const RANGE = { from: "2026-01-01", to: "2026-01-03" };

describe("the usage chart", () => {
  it("has every day of the range, and the largest groups first", () => {
    const rows = [usage("2026-01-01", "chat", 5), usage("2026-01-03", "images", 9)];
    const groups = listGroups(rows);
    expect(groups).toEqual(["images", "chat"]);
    const { series, days } = chartUsage(rows, groups, RANGE, (group) => group.toUpperCase());
    expect(series.map(({ label }) => label)).toEqual(["IMAGES", "CHAT"]);
    expect(days).toEqual([
      { day: "2026-01-01", values: { group1: 5 } },
      { day: "2026-01-02", values: {} },
      { day: "2026-01-03", values: { group0: 9 } },
    ]);
  });

  it("shows what is beyond six groups together, and loses nothing", () => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      usage("2026-01-01", `s${index}`, 10 - index),
    );
    const { series, days } = chartUsage(rows, listGroups(rows), RANGE, (group) => group);
    expect(series).toHaveLength(6);
    const shown = Object.values(days[0]?.values ?? {}).reduce((sum, value) => sum + value, 0);
    expect(shown).toBe(10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2);
  });
});
