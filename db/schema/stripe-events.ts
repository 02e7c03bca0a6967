import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

export const eventStatus = pgEnum("event_status", [
  "processed",
  "ignored",
  "unmatched",
  "mismatch",
  "failed",
  /** An admin has seen to it elsewhere. */
  "dismissed",
]);

/** An event that Stripe signed, and what became of it. `failed` is not a duplicate: it runs again. */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    livemode: boolean("livemode").notNull(),
    /** When Stripe made it. */
    occurredAt: timestamp("occurred_at").notNull(),
    objectId: text("object_id"),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    status: eventStatus("status").notNull(),
    /** The sentence that is logged and shown: what was done, or why nothing was. */
    reason: text("reason").notNull(),
    accountId: uuid("account_id"),
    purchaseId: uuid("purchase_id"),
    attempts: integer("attempts").notNull().default(1),
    firstReceivedAt: timestamp("first_received_at").notNull(),
    processedAt: timestamp("processed_at").notNull(),
  },
  (table) => [
    // Ascending: a list of the newest reads it backwards. `.desc()` would write NULLS LAST, which no
    // query asks for, so the index would never be used.
    index("stripe_events_recent").on(table.firstReceivedAt, table.id),
    index("stripe_events_by_type").on(sql`${table.type} text_pattern_ops`, table.firstReceivedAt),
    index("stripe_events_by_object").on(table.objectId),
    index("stripe_events_by_purchase").on(table.accountId, table.purchaseId),
    // Most events are processed: any other status is found here, the newest first.
    index("stripe_events_by_status")
      .on(table.status, table.firstReceivedAt, table.id)
      .where(sql`${table.status} <> 'processed'`),
    index("stripe_events_attention")
      .on(table.processedAt)
      .where(sql`${table.status} in ('unmatched', 'mismatch', 'failed')`),
  ],
);
