import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** What admins set at run time: see lib/settings. A variable of the environment wins over a row. */
export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
  /** The admin's user id. */
  updatedBy: uuid("updated_by"),
});
