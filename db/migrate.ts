import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { applyGrants, openForMigration } from "./apply-grants";
import { postgresCodeOf } from "./postgres-error";

export const migrationsFolder = fileURLToPath(new URL("migrations", import.meta.url));

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_202_511;

/** lock_not_available: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_TIMEOUT = "55P03";

export interface MigrateOptions {
  /**
   * How long a statement waits for a table that is in use. Whoever comes after it waits behind it,
   * requests too, so that it must be short.
   */
  readonly lockTimeoutMs?: number;
  readonly tries?: number;
  readonly pauseMs?: number;
  /** Told before each further try. */
  readonly onWaiting?: (reason: string) => void;
}

/**
 * Brings a database to the newest schema, in one transaction, while the app may be running: where
 * a table is in use it gives up after a moment, lets the requests through, and tries again. Then
 * gives the app's role its rights.
 * @param ownerUrl as the role that owns the tables, or is to own them
 * @param appUrl as the role that the app uses; the owner itself where there is only one
 *
 * Two processes that start at once both call this: the second waits for the first and then finds
 * nothing left to do. Without the lock both would read the same "last migration" and the slower
 * one would fail on tables that exist already.
 * @throws when a table was in use at every try; nothing has been changed then
 */
export async function migrateDatabase(
  ownerUrl: string,
  appUrl = ownerUrl,
  options: MigrateOptions = {},
): Promise<void> {
  const { lockTimeoutMs = 3_000, tries = 20, pauseMs = 3_000 } = options;
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await client`select set_config('lock_timeout', ${String(lockTimeoutMs)}, false)`;
    for (let left = tries - 1; ; left -= 1) {
      try {
        await openForMigration(client);
        await migrate(drizzle(client), { migrationsFolder });
        return await applyGrants(client, appUrl);
      } catch (error) {
        if (left === 0 || postgresCodeOf(error) !== LOCK_TIMEOUT) throw error;
        options.onWaiting?.("a table that a migration changes is in use");
        await wait(pauseMs);
      }
    }
  } finally {
    // Ends the session, and with it the lock.
    await client.end({ timeout: 5 });
  }
}
