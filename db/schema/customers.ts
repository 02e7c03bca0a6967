import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** Somebody whom the operator's own product knows. They own an account, and need never sign in. */
export const customers = pgTable(
  "customers",
  {
    id: uuid("id").primaryKey(),
    /** No foreign key: accounts may live on another shard. */
    accountId: uuid("account_id").notNull().unique(),
    /** The operator's own id of them, unique in this installation. */
    externalId: text("external_id").notNull().unique(),
    name: text("name"),
    email: text("email"),
    metadata: jsonb("metadata").$type<Record<string, string>>().notNull().default(sql`'{}'`),
    /** Whether a user owns the same account, so that lists of users and customers show them once. */
    hasUser: boolean("has_user").notNull().default(false),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    updatedAt: timestamp("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("customers_by_email_prefix").on(sql`lower(${table.email}) text_pattern_ops`),
    index("customers_by_name_prefix").on(sql`lower(${table.name}) text_pattern_ops`),
    index("customers_without_user").on(table.id).where(sql`not ${table.hasUser}`),
    check("customers_external_id", sql`length(${table.externalId}) between 1 and 200`),
  ],
);
