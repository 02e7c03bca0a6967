import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";
import { users } from "./users";

/** A person's identity at a sign-in provider (OpenID Connect issuer, GitHub, Google). */
export const userIdentities = pgTable(
  "user_identities",
  {
    provider: text("provider").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestamp("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.subject] })],
);
