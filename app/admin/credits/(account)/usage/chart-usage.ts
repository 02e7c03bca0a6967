import { colorAt } from "@/components/charts/colors";
import type { Series, StackedDay } from "@/components/charts/stacked-bars";
import { type DayRange, listDays } from "@/lib/reports/day-range";
import type { DayUsage } from "@/lib/reports/read-usage";
import { type Credits, fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";

/** More series than colors can be told apart: the rest is shown together. */
const MAX_SERIES = 6;
const REST = "rest";

/** The groups of a usage, the largest first. */
export function listGroups(usage: readonly DayUsage[]): string[] {
  const sums = new Map<string, Credits>();
  for (const { group, credits } of usage) {
    sums.set(group, fromMicro((sums.get(group) ?? ZERO_CREDITS) + credits));
  }
  return [...sums].sort(([, a], [, b]) => (a < b ? 1 : -1)).map(([group]) => group);
}

/** A usage as bars: a series for each of the largest groups, and one for the rest. */
export function chartUsage(
  usage: readonly DayUsage[],
  groups: readonly string[],
  range: DayRange,
  nameOf: (group: string) => string,
): { readonly series: readonly Series[]; readonly days: readonly StackedDay[] } {
  const shown = groups.length > MAX_SERIES ? groups.slice(0, MAX_SERIES - 1) : groups;
  const keys = new Map(shown.map((group, index) => [group, `group${index}`]));
  const days = new Map(listDays(range).map((day) => [day, {} as Record<string, number>]));
  for (const { day, group, credits } of usage) {
    const values = days.get(day);
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
    days: [...days].map(([day, values]) => ({ day, values })),
  };
}
