import {
  countDays,
  type DayRange,
  INTERVALS,
  type Interval,
  readDayRange,
} from "@/lib/reports/day-range";
import { USAGE_GROUPS, type UsageGroup } from "@/lib/reports/read-usage";

/** The parameters of the page's address. */
export const PARAMETERS = ["days", "from", "to", "by", "interval"] as const;

export interface UsageView {
  readonly range: DayRange;
  readonly by: UsageGroup;
  readonly interval: Interval;
}

/** Beyond this many days a bar per day is too thin to point at. */
const MAX_DAILY_BARS = 120;

/** What an address asks for; what it doesn't say, or says wrongly, has a default. */
export function readUsageQuery(
  query: Readonly<Partial<Record<(typeof PARAMETERS)[number], string>>>,
  now: Date,
): UsageView {
  const range = readDayRange(query, now);
  const fitting = countDays(range) > MAX_DAILY_BARS ? "week" : "day";
  return {
    range,
    by: USAGE_GROUPS.find((known) => known === query.by) ?? "service",
    interval: INTERVALS.find((known) => known === query.interval) ?? fitting,
  };
}
