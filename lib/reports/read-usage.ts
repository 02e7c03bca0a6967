import { and, eq, gte, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dailyUsage } from "@/db/schema";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import { countDays, type DayRange, lastDays } from "./day-range";

export const USAGE_GROUPS = ["service", "model", "actor"] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** What was used of one group on one day. */
export interface DayUsage {
  readonly day: string;
  readonly group: string;
  readonly entries: number;
  readonly credits: Credits;
}

/** An account's usage by day, oldest first, split by service, model or key. */
export function listDailyUsage(
  db: Db,
  filter: { readonly accountId: string; readonly range: DayRange; readonly by: UsageGroup },
): Promise<DayUsage[]> {
  const group = dailyUsage[filter.by];
  return db
    .select({
      day: dailyUsage.day,
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
    .groupBy(dailyUsage.day, group)
    .orderBy(dailyUsage.day, group);
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
