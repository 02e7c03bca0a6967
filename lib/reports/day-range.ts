/** Days in UTC, both included, as YYYY-MM-DD. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export const INTERVALS = ["day", "week", "month"] as const;
/** How long one bar of a chart is. Weeks begin on Monday, as ISO 8601 has it. */
export type Interval = (typeof INTERVALS)[number];

const DAY_MS = 86_400_000;
/** Two years: a longer chart shows nothing more. */
const MAX_DAYS = 731;

/** The last `days` days, today included. */
export function lastDays(days: number, now: Date): DayRange {
  return { from: toDay(new Date(now.getTime() - (days - 1) * DAY_MS)), to: toDay(now) };
}

/** The calendar month before this one, in UTC. */
export function lastMonth(now: Date): DayRange {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return {
    from: toDay(new Date(Date.UTC(year, month - 1, 1))),
    to: toDay(new Date(Date.UTC(year, month, 0))),
  };
}

/** This calendar month up to today, in UTC. */
export function monthToDate(now: Date): DayRange {
  return { from: `${toDay(now).slice(0, 7)}-01`, to: toDay(now) };
}

/**
 * A range from an address: `from` and `to`, or else `days`.
 * @returns the last 30 days for what is no range, is turned round, or is longer than two years
 */
export function readDayRange(
  query: { readonly days?: string; readonly from?: string; readonly to?: string },
  now: Date,
): DayRange {
  const { from, to } = query;
  if (isDay(from) && isDay(to) && from <= to && countDays({ from, to }) <= MAX_DAYS) {
    return { from, to };
  }
  const days = Number(query.days ?? 30);
  return lastDays(Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? days : 30, now);
}

/** Every day of a range, oldest first. */
export function listDays(range: DayRange): string[] {
  const first = Date.parse(range.from);
  return Array.from({ length: countDays(range) }, (_, index) =>
    toDay(new Date(first + index * DAY_MS)),
  );
}

/** The first day of the interval that a day is in; it can lie before the range. */
export function startOfInterval(day: string, interval: Interval): string {
  if (interval === "day") return day;
  if (interval === "month") return `${day.slice(0, 7)}-01`;
  const at = Date.parse(day);
  const daysSinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  return toDay(new Date(at - daysSinceMonday * DAY_MS));
}

/** Every interval that a range touches, oldest first, each by its first day. */
export function listIntervals(range: DayRange, interval: Interval): string[] {
  return [...new Set(listDays(range).map((day) => startOfInterval(day, interval)))];
}

export function countDays({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** Whether a text is a day that exists: not 2026-02-30. */
export function isDay(text: string | undefined): text is string {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && toDay(new Date(at)) === text;
}

function toDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
