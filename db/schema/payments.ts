import { pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/**
 * The registry of credited payments over all accounts: a payment belongs to one purchase of one
 * account. Written by the ledger in the transaction that credits the payment, never changed.
 */
export const payments = pgTable(
  "payments",
  {
    /** The payment's name in the ledger: the payment intent, or the session where none exists. */
    id: text("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [uniqueIndex("payments_one_per_purchase").on(table.purchaseId)],
);
