import { postgresCodeOf } from "./postgres-error";

const MAX_TRIES = 3;

/** https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const CONFLICTS: readonly string[] = [
  "40001", // serialization_failure
  "40P01", // deadlock_detected
];

/**
 * Thrown in a transaction that met a row which another one wrote since it read: what it decided no
 * longer holds. Run again, it sees that row and decides anew.
 */
export class LostRace extends Error {
  readonly isLostRace = true;
}

/**
 * Runs a transaction again when PostgreSQL gave it up for another's sake, or when it lost a race.
 * It has been rolled back as a whole, and the same again is likely to succeed, so the caller need
 * not hear of it.
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

function isConflict(error: unknown): boolean {
  if (error instanceof Error && "isLostRace" in error) return true;
  return CONFLICTS.includes(postgresCodeOf(error) ?? "");
}
