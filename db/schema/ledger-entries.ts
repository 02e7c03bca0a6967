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
import { credits, digest, timestamp } from "./types";

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
  "hold",
  "capture",
  "release",
  "hold_expiry",
  "transfer",
]);

/** The other side of every entry. These have no balance row, so they are never contended. */
export const contraAccount = pgEnum("contra_account", [
  "sales",
  "promotions",
  "usage",
  "disputes",
  "breakage",
  "adjustments",
  "absorbed",
  "transfers",
]);

/**
 * An immutable change of an account's balance, of what is held on it, or of both. Triggers refuse
 * update, delete and truncate (0002_ledger_guards). A spend maintains two indexes: the key and the
 * idempotency key.
 */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    accountId: uuid("account_id").notNull(),
    /** 1, 2, 3 … without gaps, per account. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** I6: a client's idempotency key behind "c:", or a key of the ledger's own. */
    key: text("key").notNull(),
    /** SHA-256 of what the command asked for; null where no client's command made the entry. */
    commandDigest: digest("command_digest"),
    kind: entryKind("kind").notNull(),
    amount: credits("amount").notNull(),
    heldDelta: credits("held_delta").notNull().default(sql`0`),
    balanceAfter: credits("balance_after").notNull(),
    heldAfter: credits("held_after").notNull().default(sql`0`),
    contra: contraAccount("contra").notNull(),
    /** Of a capture: what was used and could not be taken. */
    shortfall: credits("shortfall").notNull().default(sql`0`),
    /** Of a capture: what was used beyond the ceiling of its quote, booked to `absorbed`. */
    absorbed: credits("absorbed").notNull().default(sql`0`),
    /** The hold that it places or ends. */
    holdId: uuid("hold_id"),
    /** The seq of the entry that it reverses. */
    reverses: bigint("reverses", { mode: "number" }),
    /** What caused it, such as ("payment", "pi_…"). */
    sourceType: text("source_type").notNull(),
    sourceId: text("source_id").notNull(),
    /** Who did it: "stripe", "system", or a user's id. */
    actor: text("actor").notNull(),
    reason: text("reason").notNull(),
    metadata: jsonb("metadata").$type<Record<string, string>>().notNull().default(sql`'{}'`),
    /** The lots that it took from or gave to, in order; `amounts` are how much, never negative. */
    lots: uuid("lots").array().notNull().default(sql`'{}'`),
    amounts: credits("amounts").array().notNull().default(sql`'{}'`),
    /** SHA-256 over the previous entry's hash, this row, and the terms of the lots that it made. */
    hash: digest("hash").notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.seq] }),
    uniqueIndex("ledger_entries_one_per_key").on(table.accountId, table.key),
    // I4: one purchase entry per payment, whichever event or page reported it.
    uniqueIndex("ledger_entries_one_purchase_per_payment")
      .on(table.accountId, table.sourceId)
      .where(sql`${table.kind} = 'purchase'`),
    // What a payment moved. The condition names the kinds, so a spend never touches it.
    index("ledger_entries_of_payments")
      .on(table.accountId, table.sourceId, table.seq)
      .where(
        sql`${table.kind} in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal')`,
      ),
    index("ledger_entries_reversals")
      .on(table.accountId, table.reverses)
      .where(sql`${table.reverses} is not null`),
    // Which entries are new: a few bytes per hundred pages, whatever their number.
    index("ledger_entries_by_time").using("brin", table.createdAt),
    check("ledger_entries_changes_something", sql`${table.amount} <> 0 or ${table.heldDelta} <> 0`),
    // I2: only these may leave debt, and a capture only when nothing was left out as a shortfall.
    check(
      "ledger_entries_no_overspending",
      sql`${table.amount} >= 0 or ${table.balanceAfter} >= 0 or ${table.kind} in ('refund', 'dispute', 'adjustment') or (${table.kind} = 'capture' and ${table.shortfall} = 0)`,
    ),
    // I2: what is held can't be spent, expire, be transferred or be held again.
    check(
      "ledger_entries_respects_holds",
      sql`(${table.amount} >= 0 and ${table.heldDelta} <= 0) or ${table.balanceAfter} >= ${table.heldAfter} or ${table.kind} not in ('spend', 'hold', 'expiry', 'transfer')`,
    ),
    check(
      "ledger_entries_held",
      sql`${table.heldAfter} >= 0 and (${table.heldDelta} <> 0) = (${table.kind} in ('hold', 'capture', 'release', 'hold_expiry')) and (${table.heldDelta} <> 0) = (${table.holdId} is not null)`,
    ),
    check(
      "ledger_entries_capture",
      sql`${table.shortfall} >= 0 and ${table.absorbed} >= 0 and (${table.kind} = 'capture' or (${table.shortfall} = 0 and ${table.absorbed} = 0))`,
    ),
    check(
      "ledger_entries_allocations",
      sql`cardinality(${table.lots}) = cardinality(${table.amounts})`,
    ),
  ],
);
