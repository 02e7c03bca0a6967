import { jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { creditAccounts } from "./credit-accounts";
import { bytes, timestamp } from "./types";

/** I6: what was done under an idempotency key, written in the transaction that did it. */
export const ledgerEffects = pgTable(
  "ledger_effects",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => creditAccounts.id),
    idempotencyKey: text("idempotency_key").notNull(),
    /** SHA-256 of the command: the same key with another command is refused. */
    commandHash: bytes("command_hash").notNull(),
    /** The answer, given again to whoever repeats the command. */
    answer: jsonb("answer").$type<Record<string, unknown>>().notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.idempotencyKey] })],
);
