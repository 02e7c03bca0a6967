import { index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

export const deliveryOutcome = pgEnum("delivery_outcome", [
  "processed",
  "duplicate",
  "ignored",
  "unmatched",
  "mismatch",
  "failed",
]);

/** One arrival of an event: by Stripe, by an admin's "process again", or by reconciliation. */
export const stripeDeliveries = pgTable(
  "stripe_deliveries",
  {
    id: uuid("id").primaryKey(),
    eventId: text("event_id").notNull(),
    /** "webhook", "replay" or "reconcile". */
    via: text("via").notNull(),
    receivedAt: timestamp("received_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    outcome: deliveryOutcome("outcome").notNull(),
    /** The HTTP status that we answered. */
    answeredStatus: integer("answered_status").notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [
    index("stripe_deliveries_by_event").on(table.eventId, table.receivedAt),
    // For retention only; a page of it per thousands of rows.
    index("stripe_deliveries_by_time").using("brin", table.receivedAt),
  ],
);
