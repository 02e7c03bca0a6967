import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, uuid } from "drizzle-orm/pg-core";
import { credits, digest, timestamp } from "./types";

/**
 * An account: a cache of its entries, changed only together with them, by lib/ledger alone. It has
 * no index but its key, so that every update of a balance is heap-only (HOT).
 */
export const creditAccounts = pgTable(
  "credit_accounts",
  {
    id: uuid("id").primaryKey(),
    balance: credits("balance").notNull().default(sql`0`),
    /** Reserved by open holds; still part of the balance. */
    held: credits("held").notNull().default(sql`0`),
    /** What its lots hold together. */
    lotSum: credits("lot_sum").notNull().default(sql`0`),
    /** The seq of the last entry; 0 before the first. */
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull().default(0),
    /** The hash of the last entry: a cut tail shows, because the head is kept here. */
    headHash: digest("head_hash").notNull().default(sql`'\\x'`),
    /** No open lot and no open hold of it expires before this; null: none ever expires. */
    nextExpiryAt: timestamp("next_expiry_at"),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    /** When its last entry was written. */
    updatedAt: timestamp("updated_at").notNull().defaultNow(),
  },
  (table) => [
    // A spend leaves the date as it is, and so doesn't touch this.
    index("credit_accounts_due")
      .on(table.nextExpiryAt)
      .where(sql`${table.nextExpiryAt} is not null`),
    check("credit_accounts_held_not_negative", sql`${table.held} >= 0`),
    // I3: debt has no lots.
    check("credit_accounts_lot_sum", sql`${table.lotSum} = greatest(${table.balance}, 0)`),
  ],
);
