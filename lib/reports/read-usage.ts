import { and, eq, gte, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dailyUsage } from "@/db/schema";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import { countDays, type DayRange, type Interval, lastDays } from "./day-range";

export const USAGE_GROUPS = ["service", "model", "actor"] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** What was used of one group in one interval. */
export interface IntervalUsage {
  /** The first day of the interval. */
  readonly start: string;
  readonly group: string;
  readonly entries: number;
  readonly credits: Credits;
}

/** An account's usage by day, week or month, oldest first, split by service, model or key. */
export function listUsage(
  db: Db,
  filter: {
    readonly accountId: string;
    readonly range: DayRange;
    readonly by: UsageGroup;
    readonly interval: Interval;
  },
): Promise<IntervalUsage[]> {
  const group = dailyUsage[filter.by];
  // PostgreSQL's weeks begin on Monday, too. A text, so that no driver makes a local date of it.
  const start = sql<string>`to_char(date_trunc(${sql.raw(`'${filter.interval}'`)}, ${dailyUsage.day}), 'YYYY-MM-DD')`;
  return db
    .select({
      start,
      group,
      entries: sql<number>`sum(${dailyUsage.entries})::int`,
      credits: sql<Credits>`sum(${dailyUsage.credits})`.mapWith(dailyUsage.credits),
    })
    .from(dailyUsage)
    .where(
      and(
        eq(dailyUsage.accountId, filter.accountId),
        gte(dailyUsage.day, filter.range.from),
        lte(dailyUsage.day, filter.range.to),
      ),
    )
    .groupBy(sql`1`, group)
    .orderBy(sql`1`, group);
}

/** Days of a pace that is measured: a week evens out its weekend. */
const PACE_DAYS = 7;

/**
 * How long what is available lasts at the pace of the last seven days.
 * @returns whole days; undefined when nothing was used, so there is no pace
 */
export async function readDaysLeft(
  db: Db,
  account: { readonly id: string; readonly available: Credits },
  now: Date,
): Promise<number | undefined> {
  const range = lastDays(PACE_DAYS, now);
  const [row] = await db
    .select({
      used: sql<Credits>`coalesce(sum(${dailyUsage.credits}), 0)`.mapWith(dailyUsage.credits),
    })
    .from(dailyUsage)
    .where(
      and(
        eq(dailyUsage.accountId, account.id),
        gte(dailyUsage.day, range.from),
        lte(dailyUsage.day, range.to),
      ),
    );
  return estimateDaysLeft(account.available, row?.used ?? fromMicro(0n), countDays(range));
}

/** @returns undefined when nothing was used */
export function estimateDaysLeft(
  available: Credits,
  used: Credits,
  days: number,
): number | undefined {
  if (used <= 0n) return undefined;
  return Number((available * BigInt(days)) / used);
}
