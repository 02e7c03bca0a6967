import { index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

export const emailStatus = pgEnum("email_status", ["sending", "sent", "kept"]);

/** A message to a person, one per key. `kept`: no mail server is set, so it is only shown locally. */
export const emails = pgTable(
  "emails",
  {
    id: uuid("id").primaryKey(),
    /** What it is about, such as "receipt:<purchase id>": the same is never sent again. */
    key: text("key").notNull().unique(),
    accountId: uuid("account_id").notNull(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    /** Only where no mail server is set: what was sent is in the recipient's hands. */
    html: text("html"),
    text: text("text"),
    status: emailStatus("status").notNull().default("sending"),
    attempts: integer("attempts").notNull().default(1),
    error: text("error"),
    /** Until then nobody else may send it. */
    claimedUntil: timestamp("claimed_until").notNull(),
    createdAt: timestamp("created_at").notNull(),
    sentAt: timestamp("sent_at"),
  },
  (table) => [
    index("emails_by_account").on(table.accountId, table.id),
    index("emails_recent").on(table.createdAt, table.id),
  ],
);
