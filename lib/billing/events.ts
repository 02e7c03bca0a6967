import { inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { stripeEvents } from "@/db/schema";

/** What an admin must look at: money came, and credits didn't follow. */
const ATTENTION = ["unmatched", "mismatch", "failed"] as const;

/** How many events need an admin. */
export async function countEventsNeedingAttention(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(stripeEvents)
    .where(inArray(stripeEvents.status, [...ATTENTION]));
  return row?.count ?? 0;
}
