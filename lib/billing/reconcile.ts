import type { Database, Db } from "@/db/client";
import type { reconcileRuns } from "@/db/schema";
import type { Inbox } from "./inbox";
import type { ReconcileReport } from "./reconcile-report";

export type ReconcileRun = Omit<typeof reconcileRuns.$inferSelect, "report"> & {
  readonly report: ReconcileReport;
};

export interface ReconcileOptions {
  /** How far back to look, 1 to 30. */
  readonly days: number;
  /** Says what would be done; changes nothing, and leaves no run. */
  readonly dryRun?: boolean;
  /** "schedule", "cli", or an admin's user id. */
  readonly startedBy: string;
  /** Told after every page. */
  readonly onProgress?: (progress: ReconcileProgress) => void;
}

export interface ReconcileProgress {
  /** What is being compared, for people: "Checkout sessions". */
  readonly title: string;
  /** From 0 to 1, of the whole run. */
  readonly fraction: number;
  readonly report: ReconcileReport;
}

/**
 * Compares what Stripe has with the database and mends what is missing, through the functions
 * that the webhook uses. Goes on where an interrupted run of the same length stopped.
 * @returns the report; undefined when another run is under way
 * @throws when Stripe or the database fails: the next run goes on from there
 */
export function reconcile(
  database: Database,
  inbox: Inbox,
  options: ReconcileOptions,
): Promise<ReconcileReport | undefined> {
  throw new Error(`to follow: ${database} ${inbox} ${options}`);
}

/** The newest run, finished or not; undefined before the first. */
export function lastReconcileRun(db: Db): Promise<ReconcileRun | undefined> {
  throw new Error(`to follow: ${db}`);
}
