import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { isOneOf, minor, timestamp } from "./types";

export const refundStatus = pgEnum("refund_status", [
  "requires_action",
  "pending",
  "succeeded",
  "failed",
  "canceled",
]);

/** Of a refund that has neither arrived nor failed. */
export const OPEN_REFUNDS = ["requires_action", "pending"] as const;

/** A refund as Stripe last told it. What counts is the set: events may come in any order. */
export const paymentRefunds = pgTable(
  "payment_refunds",
  {
    accountId: uuid("account_id").notNull(),
    id: text("id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    /** The payment intent that it is of; null where Stripe names none. */
    paymentId: text("payment_id"),
    amountMinor: minor("amount_minor").notNull(),
    status: refundStatus("status").notNull(),
    reason: text("reason"),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("payment_refunds_by_purchase").on(table.accountId, table.purchaseId),
    index("payment_refunds_failed").on(table.id).where(sql`${table.status} = 'failed'`),
    // Reconciliation asks for these, whatever their age.
    index("payment_refunds_open").on(table.id).where(isOneOf(table.status, OPEN_REFUNDS)),
    check("payment_refunds_positive", sql`${table.amountMinor} > 0`),
  ],
);
