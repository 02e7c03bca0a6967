import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { credits, timestamp } from "./types";

/** A price that was promised for a request: the version of the rate, and the most that it costs. */
export const quotes = pgTable(
  "quotes",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    service: text("service").notNull(),
    /** The model that was asked for; its rate may be the default of the service. */
    model: text("model").notNull(),
    rateModel: text("rate_model").notNull(),
    rateVersion: integer("rate_version").notNull(),
    /** The most that is charged. What is used beyond it is absorbed. */
    ceiling: credits("ceiling").notNull(),
    /** The idempotency key of the request that used it for a hold; null: unused. */
    requestKey: text("request_key"),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    /** Until then a hold can be made on it. */
    expiresAt: timestamp("expires_at").notNull(),
  },
  (table) => [check("quotes_positive", sql`${table.ceiling} > 0`)],
);
