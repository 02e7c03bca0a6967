import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { entryKind } from "./ledger-entries";
import { credits, minor, timestamp } from "./types";

/**
 * Summaries for pages, kept by the worker (lib/reports/refresh-reports.ts) and computed from the
 * ledger and the purchases, so they can be dropped and computed again. Days are in UTC.
 */

/** What all entries of a kind came to on a day. */
export const dailyCredits = pgTable(
  "daily_credits",
  {
    day: date("day").notNull(),
    kind: entryKind("kind").notNull(),
    entries: bigint("entries", { mode: "number" }).notNull(),
    credits: credits("credits").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.kind] })],
);

/** What an account used on a day, by what it was used for. Empty texts where nothing was named. */
export const dailyUsage = pgTable(
  "daily_usage",
  {
    accountId: uuid("account_id").notNull(),
    day: date("day").notNull(),
    service: text("service").notNull(),
    model: text("model").notNull(),
    /** The key or the user that spent. */
    actor: text("actor").notNull(),
    /** Spends and captures; reversals count in the credits alone. */
    entries: bigint("entries", { mode: "number" }).notNull(),
    /** Positive: what was used, less what was reversed on that day. */
    credits: credits("credits").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.day, table.service, table.model, table.actor] }),
  ],
);

/**
 * What was counted on a day of requests that a rate priced, so that a change of the rate can be
 * compared with what it would have cost. `model` is the rate's: "*" for the default.
 */
export const dailyQuantities = pgTable(
  "daily_quantities",
  {
    day: date("day").notNull(),
    service: text("service").notNull(),
    model: text("model").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
    /** What was charged for them. */
    credits: credits("credits").notNull(),
    /** The sum of each quantity, as decimal strings. */
    quantities: jsonb("quantities").$type<Readonly<Record<string, string>>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.service, table.model] })],
);

/** What was sold of a pack on a day, and what was refunded of it on that day. */
export const dailySales = pgTable(
  "daily_sales",
  {
    day: date("day").notNull(),
    packCode: text("pack_code").notNull(),
    currency: text("currency").notNull(),
    purchases: integer("purchases").notNull(),
    /** How many of the purchases were a customer's first. */
    firstPurchases: integer("first_purchases").notNull(),
    paidMinor: minor("paid_minor").notNull(),
    refundedMinor: minor("refunded_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.packCode, table.currency] })],
);

/** What all accounts come to now: one row. */
export const accountTotals = pgTable(
  "account_totals",
  {
    id: integer("id").primaryKey().default(1),
    /** Entries older than this are in the daily summaries. */
    refreshedAt: timestamp("refreshed_at").notNull(),
    /** How long that took. */
    tookMs: integer("took_ms").notNull(),
    accounts: bigint("accounts", { mode: "number" }).notNull(),
    inDebt: bigint("in_debt", { mode: "number" }).notNull(),
    /** Accounts that used credits within 30 days. */
    active: bigint("active", { mode: "number" }).notNull(),
    /** Accounts that bought within 30 days for the first time, and those that had bought before. */
    newBuyers: bigint("new_buyers", { mode: "number" }).notNull(),
    returningBuyers: bigint("returning_buyers", { mode: "number" }).notNull(),
    outstanding: credits("outstanding").notNull(),
    owed: credits("owed").notNull(),
    held: credits("held").notNull(),
    /** Of what is outstanding, what expires within 30 days. */
    expiring: credits("expiring").notNull(),
    /** What is outstanding by the age of its lot, in micro-credits. */
    byAge: jsonb("by_age").$type<Readonly<Record<LotAge, string>>>().notNull(),
  },
  (table) => [check("account_totals_one_row", sql`${table.id} = 1`)],
);

export const LOT_AGES = ["days30", "days90", "days365", "older"] as const;
export type LotAge = (typeof LOT_AGES)[number];
