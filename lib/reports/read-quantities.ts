import { and, between, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dailyQuantities } from "@/db/schema";
import type { DayRange } from "./day-range";

/** What a rate priced on a day. */
export type DayQuantities = typeof dailyQuantities.$inferSelect;

/** What a rate priced in a range of days, oldest first. Its model is "*" for the default. */
export function listQuantities(
  db: Db,
  rate: { readonly service: string; readonly model: string },
  { from, to }: DayRange,
): Promise<DayQuantities[]> {
  return db
    .select()
    .from(dailyQuantities)
    .where(
      and(
        between(dailyQuantities.day, from, to),
        eq(dailyQuantities.service, rate.service),
        eq(dailyQuantities.model, rate.model),
      ),
    )
    .orderBy(dailyQuantities.day);
}
