import { PgPreparedQuery } from "drizzle-orm/pg-core";
import type { PostgresError } from "postgres";
import { redactText } from "@/lib/shared/redact";

/** What of PostgreSQL's error fields names our own things only. */
const HARMLESS = [
  "code",
  "severity",
  "schema_name",
  "table_name",
  "column_name",
  "constraint_name",
  "routine",
] as const;

type Run = (sql: string, params: unknown[], query: () => Promise<unknown>) => Promise<unknown>;

/**
 * Lets a failed query throw what PostgreSQL said, without the data it repeats. Drizzle would throw
 * an error whose message is the statement with all its parameters, and Next writes what a page or
 * an action throws to the log by itself, past ours. Queries here are never cached, so running it is
 * all that `queryWithCache` has to do.
 */
export function hideStatements(): void {
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache: Run };
  prototype.queryWithCache = async (_sql, _params, query) => {
    try {
      return await query();
    } catch (error) {
      throw stripError(error);
    }
  };
}

/** An error of PostgreSQL without what repeats people's data; other errors stay as they are. */
export function stripError(error: unknown): unknown {
  if (!isPostgresError(error)) return error;
  const message = redactText(error.message);
  // A new one: the driver's properties for statement and parameters can't be removed.
  const safe = Object.assign(
    new Error(message),
    { name: error.name },
    Object.fromEntries(HARMLESS.map((name) => [name, error[name]])),
  );
  safe.stack = error.stack?.replace(error.message, message);
  return safe;
}

/** By its form: each bundle of Next has its own copy of the driver's class. */
function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && "severity" in error && "code" in error;
}
