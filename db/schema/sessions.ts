import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";
import { users } from "./users";

/** A signed-in browser. The cookie holds nothing but the sealed id of a row, which can be ended. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** How it began, such as "password", "passkey" or "oidc:<issuer>". */
    method: text("method").notNull(),
    ip: text("ip"),
    userAgent: text("user_agent"),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    /** When the user last proved who they are; sensitive actions ask for a recent proof. */
    authenticatedAt: timestamp("authenticated_at").notNull().defaultNow(),
    /** Set until the second factor is given: such a session may do nothing else. */
    awaitsSecondFactor: boolean("awaits_second_factor").notNull().default(false),
    /** When a second factor was proved in it, by a code or a passkey; null when none was. */
    secondFactorAt: timestamp("second_factor_at"),
    lastSeenAt: timestamp("last_seen_at").notNull().defaultNow(),
    endedAt: timestamp("ended_at"),
  },
  (table) => [index("sessions_of_user").on(table.userId, table.id)],
);
