import { sql } from "drizzle-orm";
import { check, date, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, credits, timestamp } from "./types";
import { users } from "./users";

/** A key with which a service acts for a person. Only its SHA-256 is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The first characters, so that a person recognises a key in a list. */
    start: text("start").notNull(),
    hash: bytes("hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    /** The only account that it reaches; null: all of them, while its person is an admin. */
    accountId: uuid("account_id"),
    /** How much it may spend in a calendar month (UTC); null: as much as there is. */
    monthlyBudget: credits("monthly_budget"),
    /** Whose use counts against the budget: the first key, of which this is a roll. */
    budgetId: uuid("budget_id").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    expiresAt: timestamp("expires_at"),
    /** At most once a minute. */
    lastUsedAt: timestamp("last_used_at"),
    revokedAt: timestamp("revoked_at"),
  },
  (table) => [
    index("api_keys_by_user").on(table.userId, table.id),
    check("api_keys_budget_positive", sql`${table.monthlyBudget} > 0`),
    check(
      "api_keys_budget_of_one_account",
      sql`${table.monthlyBudget} is null or ${table.accountId} is not null`,
    ),
  ],
);

/** What was spent in a month against the budget of a key. Locked and written by the spend itself. */
export const apiKeyUsage = pgTable(
  "api_key_usage",
  {
    budgetId: uuid("budget_id").notNull(),
    /** The first day of the month, UTC. */
    month: date("month").notNull(),
    used: credits("used").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.budgetId, table.month] }),
    check("api_key_usage_not_negative", sql`${table.used} >= 0`),
  ],
);

/**
 * What the budget of a key keeps for a hold that it placed. Removed once the hold has ended,
 * whoever ended it, and what wasn't taken is given back to the month in which it was placed.
 */
export const apiKeyReservations = pgTable(
  "api_key_reservations",
  {
    holdId: uuid("hold_id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    budgetId: uuid("budget_id").notNull(),
    /** As in api_key_usage. */
    month: date("month").notNull(),
    amount: credits("amount").notNull(),
  },
  (table) => [
    index("api_key_reservations_of_budget").on(table.budgetId),
    check("api_key_reservations_positive", sql`${table.amount} > 0`),
  ],
);
