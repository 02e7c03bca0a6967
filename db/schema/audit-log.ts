import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** Who did what that matters: sign-ins, role changes, refunds, replays, keys. Append only. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: uuid("id").primaryKey(),
    at: timestamp("at").notNull().defaultNow(),
    /** A user's id, or a word such as "system" or "cli". */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    targetType: text("target_type"),
    targetId: text("target_id"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default(sql`'{}'`),
    ip: text("ip"),
    /** The request in which it was done, as the access log has it; null in jobs and commands. */
    requestId: text("request_id"),
  },
  (table) => [
    index("audit_log_target").on(table.targetType, table.targetId, table.id),
    index("audit_log_recent").on(table.at, table.id),
    index("audit_log_by_actor").on(table.actor, table.at, table.id),
    index("audit_log_by_target").on(table.targetId, table.at, table.id),
    index("audit_log_by_action").on(sql`${table.action} text_pattern_ops`, table.at),
    index("audit_log_request").on(table.requestId),
  ],
);
