import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** Counters of rate-limiter-flexible, in the column names that it prescribes. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  /** Null: never. */
  expire: timestamp("expire"),
});
