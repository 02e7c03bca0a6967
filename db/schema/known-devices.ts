import { pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { bytes, timestamp } from "./types";
import { users } from "./users";

/**
 * Browsers in which a user has signed in. A sign-in from one isn't held back by what strangers
 * tried, and one from another browser is told to the user by mail.
 */
export const knownDevices = pgTable(
  "known_devices",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the random token in the browser's device cookie. */
    tokenHash: bytes("token_hash").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    lastSeenAt: timestamp("last_seen_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.tokenHash] })],
);
