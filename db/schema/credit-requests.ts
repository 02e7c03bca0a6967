import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { credits, timestamp } from "./types";

export const creditRequestStatus = pgEnum("credit_request_status", [
  "waiting",
  "applied",
  "rejected",
]);

/** A grant or an adjustment that an admin asked for. Above a limit a second admin decides; see lib/customers. */
export const creditRequests = pgTable(
  "credit_requests",
  {
    /** Made with the form, so the same form sent twice grants once. */
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    /** Negative: to be removed. */
    credits: credits("credits").notNull(),
    /** When the granted credits expire; null for never. */
    expiresAt: timestamp("expires_at"),
    reason: text("reason").notNull(),
    status: creditRequestStatus("status").notNull(),
    requestedBy: uuid("requested_by").notNull(),
    requestedAt: timestamp("requested_at").notNull().defaultNow(),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at"),
  },
  (table) => [
    index("credit_requests_waiting").on(table.id).where(sql`${table.status} = 'waiting'`),
    check("credit_requests_not_zero", sql`${table.credits} <> 0`),
    // The point of a second admin is that it is another one.
    check(
      "credit_requests_two_admins",
      sql`${table.decidedBy} is null or ${table.status} = 'rejected' or ${table.decidedBy} <> ${table.requestedBy}`,
    ),
  ],
);
