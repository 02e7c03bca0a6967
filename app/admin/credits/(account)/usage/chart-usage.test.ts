import { describe, expect, it } from "vitest";
import { wholeCredits } from "@/lib/shared/credits";
import { chartUsage, sharePercent, totalGroups } from "./chart-usage";

const usage = (start: string, group: string, credits: number) => ({
  ...{ start, group, entries: 1, credits: wholeCredits(credits) },
});
const range = { from: "2026-01-01", to: "2026-01-03" };
const groupsOf = (rows: readonly ReturnType<typeof usage>[]) =>
  totalGroups(rows).map(({ group }) => group);

describe("the usage chart", () => {
  it("has every day of the range, and the largest groups first", () => {
    const rows = [usage("2026-01-01", "chat", 5), usage("2026-01-03", "images", 9)];
    expect(groupsOf(rows)).toEqual(["images", "chat"]);
    const { series, days } = chartUsage(rows, groupsOf(rows), { range, interval: "day" }, (group) =>
      group.toUpperCase(),
    );
    expect(series.map(({ label }) => label)).toEqual(["IMAGES", "CHAT"]);
    expect(days).toEqual([
      { day: "2026-01-01", values: { group1: 5 } },
      { day: "2026-01-02", values: {} },
      { day: "2026-01-03", values: { group0: 9 } },
    ]);
  });

  it("has every week or month that the range touches, also those that began before it", () => {
    const long = { from: "2026-01-01", to: "2026-02-10" };
    const startsOf = (interval: "week" | "month") =>
      chartUsage([], [], { range: long, interval }, String).days.map(({ day }) => day);
    expect(startsOf("month")).toEqual(["2026-01-01", "2026-02-01"]);
    expect(startsOf("week")).toEqual([
      ...["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19"],
      ...["2026-01-26", "2026-02-02", "2026-02-09"],
    ]);
  });

  it("shows what is beyond six groups together, and loses nothing", () => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      usage("2026-01-01", `s${index}`, 10 - index),
    );
    const { series, days } = chartUsage(
      ...([rows, groupsOf(rows), { range, interval: "day" }, (group: string) => group] as const),
    );
    expect(series).toHaveLength(6);
    const shown = Object.values(days[0]?.values ?? {}).reduce((sum, value) => sum + value, 0);
    expect(shown).toBe(10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2);
  });

  it("tells each group's share of the whole, and none of nothing", () => {
    expect(sharePercent(wholeCredits(1), wholeCredits(3))).toBe(33.3);
    expect(sharePercent(wholeCredits(0), wholeCredits(0))).toBe(0);
  });
});
