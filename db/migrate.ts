import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { env } from "@/env";
import { explain } from "@/lib/shared/cli";
import { applyGrants, openForMigration } from "./apply-grants";

export const migrationsFolder = fileURLToPath(new URL("migrations", import.meta.url));

/** Any number that nothing else in this database locks. */
const migrationLock = 7_202_511;

/**
 * Brings a database to the newest schema, in one transaction, then gives the app's role its rights.
 * @param ownerUrl as the role that owns the tables, or is to own them
 * @param appUrl as the role that the app uses; the owner itself where there is only one
 *
 * Two app processes that start at once both call this: the second waits for the first and then
 * finds nothing left to do. Without the lock both would read the same "last migration" and the
 * slower one would fail on tables that exist already.
 */
export async function migrateDatabase(ownerUrl: string, appUrl = ownerUrl): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await openForMigration(client);
    await migrate(drizzle(client), { migrationsFolder });
    await applyGrants(client, appUrl);
  } finally {
    // Ends the session, and with it the lock.
    await client.end({ timeout: 5 });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { ownerUrl, url } = env().database;
    await migrateDatabase(ownerUrl, url);
    console.log("The database schema is up to date.");
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
