import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./types";

/** Which account and order a Stripe object belongs to. A table of its own: the map for shards. */
export const stripeObjects = pgTable(
  "stripe_objects",
  {
    /** cs_…, pi_…, ch_…, re_… or dp_… */
    stripeId: text("stripe_id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("stripe_objects_by_purchase").on(table.accountId, table.purchaseId)],
);
