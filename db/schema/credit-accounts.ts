import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, uuid } from "drizzle-orm/pg-core";
import { bytes, credits, timestamp } from "./types";

/** An account: a cache of its entries, changed only together with them, by lib/ledger alone. */
export const creditAccounts = pgTable(
  "credit_accounts",
  {
    id: uuid("id").primaryKey(),
    balance: credits("balance").notNull().default(sql`0`),
    /** Reserved by open holds; still part of the balance. */
    held: credits("held").notNull().default(sql`0`),
    /** The seq of the last entry; 0 before the first. */
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull().default(0),
    /** The hash of the last entry: a cut tail shows, because the head is kept here. */
    headHash: bytes("head_hash").notNull().default(sql`'\\x'`),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    updatedAt: timestamp("updated_at").notNull().defaultNow(),
  },
  (table) => [
    check("credit_accounts_held_not_negative", sql`${table.held} >= 0`),
    index("credit_accounts_by_balance").on(table.balance, table.id),
    index("credit_accounts_by_update").on(table.updatedAt, table.id),
  ],
);
