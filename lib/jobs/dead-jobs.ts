import type { Database, Db } from "@/db/client";

/** A job that failed for good: every retry was used up. Kept for 30 days. */
export interface DeadJob {
  readonly id: string;
  readonly queue: string;
  readonly data: Record<string, unknown>;
  /** What the last try failed with. */
  readonly error: string;
  readonly tries: number;
  readonly createdAt: Date;
  readonly failedAt: Date;
}

/** Jobs that failed for good, newest first. */
export function listDeadJobs(db: Db, limit = 50): Promise<DeadJob[]> {
  throw new Error(`to follow: ${db} ${limit}`);
}

/**
 * Runs a dead job once more.
 * @throws ProductError not_found when it isn't dead (any more)
 */
export function retryDeadJob(
  database: Database,
  job: { readonly queue: string; readonly id: string },
): Promise<void> {
  throw new Error(`to follow: ${database} ${job}`);
}
