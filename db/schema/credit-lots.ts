import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { credits, timestamp } from "./types";

export const lotKind = pgEnum("lot_kind", ["paid", "promotional"]);

/**
 * A lot of credits, and what remains of it. Its terms never change (a trigger refuses) and are
 * covered by the hash of the entry that made it. Spending changes `remaining`, which no index
 * contains: only the spend that closes a lot touches an index.
 */
export const creditLots = pgTable(
  "credit_lots",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid("id").notNull(),
    kind: lotKind("kind").notNull(),
    /** What entries granted to it; grants of the same terms are merged into one lot. */
    granted: credits("granted").notNull(),
    remaining: credits("remaining").notNull(),
    /** Whether something remains. */
    open: boolean("open").notNull(),
    /** Where it came from, as on the entry; a clawback takes from lots of its own source first. */
    sourceType: text("source_type").notNull(),
    sourceId: text("source_id").notNull(),
    /** Lower is used first. */
    priority: integer("priority").notNull(),
    /** Null: never. */
    expiresAt: timestamp("expires_at"),
    /** The entry that made it. */
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    check(
      "credit_lots_remaining_within_granted",
      sql`${table.remaining} >= 0 and ${table.remaining} <= ${table.granted} and ${table.granted} > 0`,
    ),
    check("credit_lots_open", sql`${table.open} = (${table.remaining} > 0)`),
    index("credit_lots_in_order")
      .on(table.accountId, table.priority, table.expiresAt, table.createdAt, table.id)
      .where(sql`${table.open}`),
    index("credit_lots_by_expiry")
      .on(table.accountId, table.expiresAt)
      .where(sql`${table.open} and ${table.expiresAt} is not null`),
    index("credit_lots_by_source").on(table.accountId, table.sourceType, table.sourceId),
  ],
);
