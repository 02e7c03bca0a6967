import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./types";

/** Counters of rate-limiter-flexible, in the column names that it prescribes. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  /** Null: never. */
  expire: moment("expire"),
});
