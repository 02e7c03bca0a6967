import { between, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dailyCredits, dailySales } from "@/db/schema";
import { type Credits, fromMicro, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { type DayRange, isDay, monthToDate } from "./day-range";

/** What entries of a kind came to in a month. */
export interface MonthMovement {
  readonly kind: (typeof dailyCredits.$inferSelect)["kind"];
  readonly entries: number;
  readonly credits: Credits;
}

/** What was sold of a pack in a month, and refunded. Money in minor units of `currency`. */
export interface MonthSales {
  readonly packCode: string;
  readonly currency: string;
  readonly purchases: number;
  readonly paidMinor: number;
  readonly refundedMinor: number;
}

/** A month in figures: what all accounts held before it, what happened, what they hold after it. */
export interface MonthReport {
  readonly opening: Credits;
  readonly movements: readonly MonthMovement[];
  /** Always opening and all movements. */
  readonly closing: Credits;
  readonly sales: readonly MonthSales[];
}

/** The days of a month such as "2026-10"; undefined for what is no month, or one that has not begun. */
export function readMonthRange(month: string | undefined, now: Date): DayRange | undefined {
  const from = `${month}-01`;
  if (!isDay(from) || from > monthToDate(now).to) return undefined;
  const [year = 0, number = 0] = from.split("-").map(Number);
  return { from, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}

/** Reads a month from the daily summaries: a few rows for each of its days. */
export async function readMonth(db: Db, { from, to }: DayRange): Promise<MonthReport> {
  const total = sql<Credits>`coalesce(sum(${dailyCredits.credits}), 0)`.mapWith(
    dailyCredits.credits,
  );
  const [[before], movements, sales] = await Promise.all([
    db.select({ credits: total }).from(dailyCredits).where(lt(dailyCredits.day, from)),
    db
      .select({
        kind: dailyCredits.kind,
        entries: sql<number>`sum(${dailyCredits.entries})::int`,
        credits: total,
      })
      .from(dailyCredits)
      .where(between(dailyCredits.day, from, to))
      .groupBy(dailyCredits.kind)
      .orderBy(dailyCredits.kind),
    db
      .select({
        packCode: dailySales.packCode,
        currency: dailySales.currency,
        purchases: sql<number>`sum(${dailySales.purchases})::int`,
        paidMinor: sql<number>`sum(${dailySales.paidMinor})`.mapWith(Number),
        refundedMinor: sql<number>`sum(${dailySales.refundedMinor})`.mapWith(Number),
      })
      .from(dailySales)
      .where(between(dailySales.day, from, to))
      .groupBy(dailySales.currency, dailySales.packCode)
      .orderBy(dailySales.currency, dailySales.packCode),
  ]);
  const opening = before?.credits ?? ZERO_CREDITS;
  const closing = fromMicro(opening + sumCredits(movements.map(({ credits }) => credits)));
  return { opening, movements, closing, sales };
}
