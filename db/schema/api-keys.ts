import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, timestamp } from "./types";
import { users } from "./users";

/** A key with which a service acts for a person. Only its SHA-256 is kept. */
export const apiKeys = pgTable("api_keys", {
  id: uuid("id").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
  /** The first characters, so that a person recognises a key in a list. */
  start: text("start").notNull(),
  hash: bytes("hash").notNull().unique(),
  scopes: text("scopes").array().notNull(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  lastUsedAt: timestamp("last_used_at"),
  revokedAt: timestamp("revoked_at"),
});
