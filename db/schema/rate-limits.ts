import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** How often something was tried of late, by whom: see lib/access/limits. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    /** What is limited, and the SHA-256 of for whom: addresses aren't kept in clear. */
    key: text("key").primaryKey(),
    tries: integer("tries").notNull(),
    lastTryAt: timestamp("last_try_at").notNull(),
  },
  (table) => [index("rate_limits_by_age").on(table.lastTryAt)],
);
