import { asc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { packs } from "@/db/schema";

export type Pack = typeof packs.$inferSelect;

/** What is for sale, in the order in which it is shown. */
export function listPacks(db: Db, options: { includeInactive?: boolean } = {}): Promise<Pack[]> {
  return db
    .select()
    .from(packs)
    .where(options.includeInactive ? undefined : eq(packs.active, true))
    .orderBy(asc(packs.sortOrder), asc(packs.code));
}
