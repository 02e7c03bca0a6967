import { sql } from "drizzle-orm";
import type { Db } from "./client";
import journal from "./migrations/meta/_journal.json";

/** How many migrations of this release a database hasn't had yet. */
export async function countPendingMigrations(db: Db): Promise<number> {
  const { entries } = journal;
  const [table] = await db.execute<{ found: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as found`,
  );
  if (!table?.found) return entries.length;
  const [newest] = await db.execute<{ at: string }>(
    sql`select coalesce(max(created_at), 0) as at from drizzle.__drizzle_migrations`,
  );
  return entries.filter(({ when }) => when > Number(newest?.at)).length;
}
