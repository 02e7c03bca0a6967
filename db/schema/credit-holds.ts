import { sql } from "drizzle-orm";
import { bigint, check, index, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { credits, timestamp } from "./types";

export const holdState = pgEnum("hold_state", ["open", "captured", "released", "expired"]);
export const holdExpiry = pgEnum("hold_on_expire", ["release", "capture"]);

/**
 * Credits reserved for work in progress: an amount, not lots. A cache of the entries that placed
 * and ended it, except for `expires_at`, which extending changes without an entry.
 */
export const creditHolds = pgTable(
  "credit_holds",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid("id").notNull(),
    amount: credits("amount").notNull(),
    state: holdState("state").notNull(),
    /** By the database's clock. From then on it counts as ended, whether or not an entry says so. */
    expiresAt: timestamp("expires_at").notNull(),
    /** What its expiry does: gives the credits free, or takes them. */
    onExpire: holdExpiry("on_expire").notNull(),
    /** What it is for, as on the entries that place and end it. */
    sourceType: text("source_type").notNull(),
    sourceId: text("source_id").notNull(),
    /** The entry that placed it. */
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull(),
    /** The entry that ended it; null while it is open. */
    endSeq: bigint("end_seq", { mode: "number" }),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    check("credit_holds_positive", sql`${table.amount} > 0`),
    check("credit_holds_one_end", sql`(${table.state} = 'open') = (${table.endSeq} is null)`),
    index("credit_holds_by_expiry")
      .on(table.accountId, table.expiresAt)
      .where(sql`${table.state} = 'open'`),
  ],
);
