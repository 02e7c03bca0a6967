import postgres from "postgres";

const MAX_TRIES = 3;

/** https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const CONFLICTS: readonly string[] = [
  "40001", // serialization_failure
  "40P01", // deadlock_detected
];

/**
 * Runs a transaction again when PostgreSQL gave it up for another's sake. It has been rolled back
 * as a whole, and the same again is likely to succeed, so nobody outside needs to hear of it.
 */
export async function retryConflicts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries === MAX_TRIES || !isConflict(error)) throw error;
    }
  }
}

/** Drizzle puts the error of PostgreSQL into the cause of its own. */
function isConflict(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return CONFLICTS.includes(error.code);
  return error instanceof Error && isConflict(error.cause);
}
