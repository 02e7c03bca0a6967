import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/**
 * What a model of a service costs. A change is a new version: the old ones stay, and entries name
 * the version that priced them. The model "*" is the default for models without a rate.
 */
export const rates = pgTable(
  "rates",
  {
    service: text("service").notNull(),
    model: text("model").notNull(),
    version: integer("version").notNull(),
    /** RateTerms of lib/rates; null: from this version on the model has no rate. */
    terms: jsonb("terms").$type<Record<string, unknown>>(),
    /** A user's id, "cli", or "key:" and a key's id. */
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.service, table.model, table.version] }),
    check("rates_version", sql`${table.version} > 0`),
  ],
);
