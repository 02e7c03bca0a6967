import { postgresCodeOf } from "./postgres-error";

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
      if (tries === MAX_TRIES || !CONFLICTS.includes(postgresCodeOf(error) ?? "")) throw error;
    }
  }
}
