import { sql } from "drizzle-orm";
import {
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamp } from "./types";

export const reconcileStatus = pgEnum("reconcile_status", [
  "running",
  "finished",
  /** Ended early: the next run of the same length goes on from its cursor. */
  "interrupted",
  /** Ended early, and another run has taken its work over. */
  "abandoned",
]);

/** A comparison with Stripe: how far it came, and what it found. A dry run leaves no row. */
export const reconcileRuns = pgTable(
  "reconcile_runs",
  {
    id: uuid("id").primaryKey(),
    days: integer("days").notNull(),
    /** Objects that Stripe made since then are compared. */
    since: timestamp("since").notNull(),
    /** What started it: "schedule", "cli", or an admin's user id. */
    startedBy: text("started_by").notNull(),
    status: reconcileStatus("status").notNull().default("running"),
    /** How a run that is under way is told from one whose process died. */
    heartbeatAt: timestamp("heartbeat_at").notNull(),
    /** The kind of object under comparison. */
    phase: text("phase").notNull(),
    /** The last object of the last page that is done; null at the beginning of a phase. */
    cursor: text("cursor"),
    /** Numbers so far, and what needs an admin: a ReconcileReport of lib/reconciliation. */
    report: jsonb("report").$type<Record<string, unknown>>().notNull(),
    error: text("error"),
    startedAt: timestamp("started_at").notNull(),
    finishedAt: timestamp("finished_at"),
  },
  (table) => [
    // One at a time: a second start finds this row, and either steps aside or takes it over.
    uniqueIndex("reconcile_runs_one_running")
      .on(table.status)
      .where(sql`${table.status} = 'running'`),
    index("reconcile_runs_recent").on(table.startedAt.desc(), table.id),
  ],
);
