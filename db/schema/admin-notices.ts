import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** What admins were told by mail: each subject once. */
export const adminNotices = pgTable(
  "admin_notices",
  {
    /** Such as "refund_failed". */
    kind: text("kind").notNull(),
    /** The id of what it is about. */
    subject: text("subject").notNull(),
    toldAt: timestamp("told_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subject] })],
);
