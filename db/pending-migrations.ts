import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Db } from "./client";
import { migrationsFolder } from "./migrate";

/** How many migrations of this checkout a database hasn't had yet. */
export async function countPendingMigrations(db: Db): Promise<number> {
  const files = readMigrationFiles({ migrationsFolder });
  const [table] = await db.execute<{ found: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as found`,
  );
  if (!table?.found) return files.length;
  const [newest] = await db.execute<{ at: string }>(
    sql`select coalesce(max(created_at), 0) as at from drizzle.__drizzle_migrations`,
  );
  return files.filter((file) => file.folderMillis > Number(newest?.at)).length;
}
