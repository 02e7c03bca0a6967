import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { ledgerEntries } from "./ledger-entries";
import { credits, timestamp } from "./types";

export const grantKind = pgEnum("grant_kind", ["paid", "promotional"]);

/** A lot of credits, and what remains of it. */
export const creditGrants = pgTable(
  "credit_grants",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid("id").notNull(),
    kind: grantKind("kind").notNull(),
    granted: credits("granted").notNull(),
    remaining: credits("remaining").notNull(),
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
    foreignKey({
      columns: [table.accountId, table.entrySeq],
      foreignColumns: [ledgerEntries.accountId, ledgerEntries.seq],
    }),
    check(
      "credit_grants_remaining_within_granted",
      sql`${table.remaining} >= 0 and ${table.remaining} <= ${table.granted} and ${table.granted} > 0`,
    ),
    index("credit_grants_open")
      .on(table.accountId, table.priority, table.expiresAt, table.createdAt, table.id)
      .where(sql`${table.remaining} > 0`),
    index("credit_grants_by_source").on(table.accountId, table.sourceType, table.sourceId),
  ],
);
