import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** Which account and purchase a Stripe object belongs to. A table of its own: the map for shards. */
export const stripeObjects = pgTable(
  "stripe_objects",
  {
    /** cs_…, pi_…, ch_…, re_… or dp_… */
    stripeId: text("stripe_id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
  },
  (table) => [index("stripe_objects_by_purchase").on(table.accountId, table.purchaseId)],
);
