import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { purchases } from "./purchases";
import { minor, timestamp } from "./types";

export const refundRequestStatus = pgEnum("refund_request_status", ["requested", "sent", "failed"]);

/**
 * A refund that an admin began: written before Stripe hears of it, so that a crash loses none.
 * `requested` counts against what is left to refund until Stripe has answered.
 */
export const refundRequests = pgTable(
  "refund_requests",
  {
    accountId: uuid("account_id").notNull(),
    /** Part of Stripe's idempotency key and of the refund's metadata. */
    id: uuid("id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    reason: text("reason").notNull(),
    /** The admin's user id. */
    actor: text("actor").notNull(),
    /**
     * Part of the idempotency key: Stripe keeps an answer of 500 under its key, and would give it
     * again for a day, so the next try needs another.
     */
    attempt: integer("attempt").notNull().default(1),
    status: refundRequestStatus("status").notNull().default("requested"),
    stripeRefundId: text("stripe_refund_id"),
    /** What Stripe said when it refused, or why it couldn't be asked. */
    error: text("error"),
    createdAt: timestamp("created_at").notNull(),
    updatedAt: timestamp("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    foreignKey({
      name: "refund_requests_purchase",
      columns: [table.accountId, table.purchaseId],
      foreignColumns: [purchases.accountId, purchases.id],
    }),
    index("refund_requests_by_purchase").on(table.accountId, table.purchaseId, table.createdAt),
    index("refund_requests_by_actor").on(table.actor, table.createdAt),
    index("refund_requests_unsent").on(table.createdAt).where(sql`${table.status} = 'requested'`),
    index("refund_requests_failed").on(table.id).where(sql`${table.status} = 'failed'`),
    check("refund_requests_positive", sql`${table.amountMinor} > 0`),
  ],
);
