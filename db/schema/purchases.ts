import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { credits, minor, timestamp } from "./types";

export const purchaseStatus = pgEnum("purchase_status", [
  "pending",
  "processing",
  "completed",
  "failed",
  "expired",
  "partially_refunded",
  "refunded",
  "disputed",
  /** A payment came that doesn't fit the purchase. */
  "in_review",
  /** The bank decided for the buyer: the money is gone for good. */
  "dispute_lost",
]);

/** Where the buyer pays: on Stripe's page, or in Stripe's form on a page of ours. */
export const checkoutUi = pgEnum("checkout_ui", ["hosted", "embedded"]);

/** A purchase: written before Stripe hears of it, with a snapshot of what was bought. */
export const purchases = pgTable(
  "purchases",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    packCode: text("pack_code").notNull(),
    packName: text("pack_name").notNull(),
    /** What the checkout page says about the pack. */
    packDescription: text("pack_description").notNull().default(""),
    /** The price at Stripe that the checkout page uses, where the pack has one. */
    stripePriceId: text("stripe_price_id"),
    credits: credits("credits").notNull(),
    /** How long the credits last from when they are added; null: for ever. */
    creditsExpireAfterDays: integer("credits_expire_after_days"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    allowFree: boolean("allow_free").notNull(),
    status: purchaseStatus("status").notNull().default("pending"),
    /** Why it failed or ended, as a sentence for people. */
    statusReason: text("status_reason"),
    checkoutUi: checkoutUi("checkout_ui").notNull().default("hosted"),
    successUrl: text("success_url").notNull(),
    cancelUrl: text("cancel_url").notNull(),
    /** Fills in the checkout page. Kept until the page exists, so that a retry asks for the same. */
    customerEmail: text("customer_email"),
    sessionId: text("session_id"),
    sessionExpiresAt: timestamp("session_expires_at").notNull(),
    /** The payment's name in the ledger: the payment intent, or the session where none exists. */
    paymentId: text("payment_id"),
    chargeId: text("charge_id"),
    receiptUrl: text("receipt_url"),
    /** What Stripe took, tax and discounts included. */
    paidMinor: minor("paid_minor"),
    taxMinor: minor("tax_minor"),
    /** What `paidMinor` is counted in. */
    paidCurrency: text("paid_currency"),
    /** What an admin accepted in place of the ordered amount, after a mismatch. */
    acceptedMinor: minor("accepted_minor"),
    acceptedCurrency: text("accepted_currency"),
    /** When an admin had seen to its payment elsewhere: nothing credits it until that is undone. */
    closedAt: timestamp("closed_at"),
    /** Set when an admin recreated it for a payment: Stripe's metadata may name another account. */
    recreatedAt: timestamp("recreated_at"),
    /** The sum of payment_refunds that didn't fail. */
    refundedMinor: minor("refunded_minor").notNull().default(0),
    /** Withdrawn by open or lost disputes. */
    disputedMinor: minor("disputed_minor").notNull().default(0),
    createdAt: timestamp("created_at").notNull(),
    completedAt: timestamp("completed_at"),
    updatedAt: timestamp("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // One open purchase per person and pack: a double click, a second tab and a retry share it.
    uniqueIndex("purchases_one_open_per_pack")
      .on(table.accountId, table.packCode)
      .where(sql`${table.status} = 'pending'`),
    uniqueIndex("purchases_one_per_payment").on(table.accountId, table.paymentId),
    uniqueIndex("purchases_one_per_session").on(table.accountId, table.sessionId),
    index("purchases_by_status").on(table.status, table.id),
    // An id is one of one account. Plain PostgreSQL only: on Citus the key starts with account_id.
    uniqueIndex("purchases_unique_id").on(table.id),
    check("purchases_positive", sql`${table.credits} > 0 and ${table.amountMinor} > 0`),
    check(
      "purchases_completed_has_payment",
      sql`${table.status} not in ('completed', 'partially_refunded', 'refunded', 'disputed', 'dispute_lost') or (${table.paymentId} is not null and ${table.paidMinor} is not null and ${table.paidCurrency} is not null and ${table.completedAt} is not null)`,
    ),
  ],
);
