import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { creditAccounts } from "./credit-accounts";
import { bytes, credits, timestamp } from "./types";

export const entryKind = pgEnum("entry_kind", [
  "purchase",
  "grant",
  "spend",
  "spend_reversal",
  "refund",
  "refund_reversal",
  "dispute",
  "dispute_reversal",
  "expiry",
  "adjustment",
]);

/** The other side of every movement. These have no balance row, so they are never contended. */
export const counterAccount = pgEnum("counter_account", [
  "sales",
  "promotions",
  "usage",
  "disputes",
  "breakage",
  "adjustments",
]);

/** A lot that an entry took from or gave to. Amounts are decimals and never negative. */
export interface StoredAllocation {
  readonly grantId: string;
  readonly amount: string;
}

/** An immutable movement of credits. Triggers refuse update, delete and truncate (0001_guards). */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => creditAccounts.id),
    /** 1, 2, 3 … without gaps, per account. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    kind: entryKind("kind").notNull(),
    amount: credits("amount").notNull(),
    balanceAfter: credits("balance_after").notNull(),
    counterAccount: counterAccount("counter_account").notNull(),
    /** What caused it, such as ("payment", "pi_…"). */
    sourceType: text("source_type").notNull(),
    sourceId: text("source_id").notNull(),
    /** Who did it: "stripe", "system", or a user's id. */
    actor: text("actor").notNull(),
    reason: text("reason").notNull(),
    metadata: jsonb("metadata").$type<Record<string, string>>().notNull().default(sql`'{}'`),
    allocations: jsonb("allocations").$type<StoredAllocation[]>().notNull().default(sql`'[]'`),
    /** SHA-256 over the previous entry's hash and this row. */
    hash: bytes("hash").notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.seq] }),
    // I4: one purchase entry per payment, whichever event or page reported it.
    uniqueIndex("ledger_entries_one_purchase_per_payment")
      .on(table.accountId, table.sourceType, table.sourceId)
      .where(sql`${table.kind} = 'purchase'`),
    index("ledger_entries_by_source").on(table.accountId, table.sourceType, table.sourceId),
    index("ledger_entries_recent").on(table.createdAt.desc(), table.accountId, table.seq),
    check("ledger_entries_moves_something", sql`${table.amount} <> 0`),
    // I2: only refund, dispute and adjustment may leave debt.
    check(
      "ledger_entries_no_overspending",
      sql`${table.amount} > 0 or ${table.balanceAfter} >= 0 or ${table.kind} in ('refund', 'dispute', 'adjustment')`,
    ),
  ],
);
