import { colorAt } from "@/components/charts/colors";
import type { Series, StackedDay } from "@/components/charts/stacked-bars";
import { type DayRange, type Interval, listIntervals } from "@/lib/reports/day-range";
import type { IntervalUsage } from "@/lib/reports/read-usage";
import { type Credits, fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";

/** More series than colors can be told apart: the rest is shown together. */
const MAX_SERIES = 6;
const REST = "rest";

/** What a group came to in the whole range. */
export interface GroupTotal {
  readonly group: string;
  readonly entries: number;
  readonly credits: Credits;
}

/** The groups of a usage, the largest first. */
export function totalGroups(usage: readonly IntervalUsage[]): GroupTotal[] {
  const totals = new Map<string, GroupTotal>();
  for (const { group, entries, credits } of usage) {
    const before = totals.get(group) ?? { group, entries: 0, credits: ZERO_CREDITS };
    totals.set(group, {
      group,
      entries: before.entries + entries,
      credits: fromMicro(before.credits + credits),
    });
  }
  return [...totals.values()].sort((a, b) => (a.credits < b.credits ? 1 : -1));
}

/** What part of a whole an amount is, in percent; 0 of nothing. */
export function sharePercent(part: Credits, whole: Credits): number {
  return whole > 0n ? Number((part * 1000n) / whole) / 10 : 0;
}

/**
 * A usage as bars: a series for each of the largest groups, and one for the rest.
 * @param groups the largest first
 */
export function chartUsage(
  usage: readonly IntervalUsage[],
  groups: readonly string[],
  { range, interval }: { readonly range: DayRange; readonly interval: Interval },
  nameOf: (group: string) => string,
): { readonly series: readonly Series[]; readonly days: readonly StackedDay[] } {
  const shown = groups.length > MAX_SERIES ? groups.slice(0, MAX_SERIES - 1) : groups;
  const keys = new Map(shown.map((group, index) => [group, `group${index}`]));
  const bars = new Map(
    listIntervals(range, interval).map((start) => [start, {} as Record<string, number>]),
  );
  for (const { start, group, credits } of usage) {
    const values = bars.get(start);
    const key = keys.get(group) ?? REST;
    // A chart needs no more digits than a float has; the table beside it is exact.
    if (values) values[key] = (values[key] ?? 0) + Number(toDecimal(credits));
  }
  const series = shown.map((group, index) => ({
    key: `group${index}`,
    label: nameOf(group),
    color: colorAt(index),
  }));
  const rest = { key: REST, label: "Others", color: colorAt(MAX_SERIES - 1) };
  return {
    series: shown.length < groups.length ? [...series, rest] : series,
    days: [...bars].map(([day, values]) => ({ day, values })),
  };
}
