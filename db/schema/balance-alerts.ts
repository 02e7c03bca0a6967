import { sql } from "drizzle-orm";
import { boolean, check, pgTable, uuid } from "drizzle-orm/pg-core";
import { credits } from "./types";

/** When an account's owner wants to be told of a low balance; without a row the setting holds. */
export const balanceAlerts = pgTable(
  "balance_alerts",
  {
    accountId: uuid("account_id").primaryKey(),
    /** Null: never. */
    threshold: credits("threshold"),
    /** Whether the balance was below at the last look, so that each fall is told once. */
    isBelow: boolean("is_below").notNull(),
  },
  (table) => [check("balance_alerts_positive", sql`${table.threshold} > 0`)],
);
