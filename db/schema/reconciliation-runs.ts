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

export const reconciliationStatus = pgEnum("reconciliation_status", [
  "running",
  "finished",
  /** A phase failed, and the others ran to their end: the failed one is resumed at its cursor. */
  "incomplete",
  /** Its process died, or lost the database: the next run of the same length continues it. */
  "interrupted",
  /** Ended early, and another run has taken its work over. */
  "abandoned",
]);

/** A reconciliation with Stripe: how far it came, and what it found. A dry run leaves no row. */
export const reconciliationRuns = pgTable(
  "reconciliation_runs",
  {
    id: uuid("id").primaryKey(),
    days: integer("days").notNull(),
    /** Objects that Stripe made since then are compared. */
    since: timestamp("since").notNull(),
    /** What started it: "schedule", "cli", or an admin's user id. */
    startedBy: text("started_by").notNull(),
    status: reconciliationStatus("status").notNull().default("running"),
    /** How a run that is under way is told from one whose process died. */
    heartbeatAt: timestamp("heartbeat_at").notNull(),
    /** The kind of object under comparison. */
    phase: text("phase").notNull(),
    /** How far each phase came: Positions of lib/reconciliation. */
    positions: jsonb("positions").$type<Record<string, unknown>>().notNull(),
    /** Numbers so far, and what needs an admin: a ReconciliationReport of lib/reconciliation. */
    report: jsonb("report").$type<Record<string, unknown>>().notNull(),
    error: text("error"),
    startedAt: timestamp("started_at").notNull(),
    finishedAt: timestamp("finished_at"),
  },
  (table) => [
    // One at a time: a second start finds this row, and either steps aside or takes it over.
    uniqueIndex("reconciliation_runs_one_running")
      .on(table.status)
      .where(sql`${table.status} = 'running'`),
    // Ascending: the newest is read backwards. `.desc()` would write NULLS LAST, which no query says.
    index("reconciliation_runs_recent").on(table.startedAt, table.id),
  ],
);
