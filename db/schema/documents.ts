import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { credits, minor, timestamp } from "./types";

export const documentKind = pgEnum("document_kind", ["receipt", "credit_note"]);

/** Who sells, as it stands on documents. */
export interface Seller {
  readonly name: string;
  /** Lines, separated by line breaks. */
  readonly address: string;
  readonly taxId: string;
  readonly email: string;
}

/** The last number of each series. Locked while a number is given, so that none is left out. */
export const documentCounters = pgTable("document_counters", {
  kind: documentKind("kind").primaryKey(),
  last: bigint("last", { mode: "number" }).notNull(),
});

/**
 * A receipt of a payment, or a credit note of a refund, as an accounting document: numbered without
 * gaps, with a snapshot of what it says. Given by the worker after the payment has been committed.
 */
export const documents = pgTable(
  "documents",
  {
    kind: documentKind("kind").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    accountId: uuid("account_id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    /** Stripe's id of the refund; null on a receipt. */
    refundId: text("refund_id"),
    issuedAt: timestamp("issued_at").notNull(),
    /** When the money was paid, or refunded. */
    paidAt: timestamp("paid_at").notNull(),
    seller: jsonb("seller").$type<Seller>().notNull(),
    customerName: text("customer_name").notNull(),
    customerEmail: text("customer_email").notNull(),
    packName: text("pack_name").notNull(),
    /** What was bought. */
    credits: credits("credits").notNull(),
    /** Tax included. */
    amountMinor: minor("amount_minor").notNull(),
    taxMinor: minor("tax_minor").notNull(),
    currency: text("currency").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.number] }),
    uniqueIndex("documents_one_receipt")
      .on(table.accountId, table.purchaseId)
      .where(sql`${table.kind} = 'receipt'`),
    uniqueIndex("documents_one_credit_note")
      .on(table.accountId, table.purchaseId, table.refundId)
      .where(sql`${table.kind} = 'credit_note'`),
    check(
      "documents_refund",
      sql`(${table.kind} = 'credit_note') = (${table.refundId} is not null)`,
    ),
  ],
);
