import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";

/** Counters of rate-limiter-flexible, in the column names that it prescribes. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  /** Milliseconds since 1970; null: never. */
  expire: bigint("expire", { mode: "number" }),
});
