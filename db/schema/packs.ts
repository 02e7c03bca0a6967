import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { credits, minor, timestamp } from "./types";

/** What is sold. A purchase keeps a snapshot, so changing a pack changes no past order. */
export const packs = pgTable(
  "packs",
  {
    id: uuid("id").primaryKey(),
    code: text("code").notNull().unique(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    credits: credits("credits").notNull(),
    /** How long the credits last from when they are added; null: for ever. */
    creditsExpireAfterDays: integer("credits_expire_after_days"),
    /** How many a person may buy, refunded ones included; null: as many as they like. */
    maxPerPerson: integer("max_per_person"),
    priceMinor: minor("price_minor").notNull(),
    currency: text("currency").notNull(),
    discountPercent: integer("discount_percent").notNull().default(0),
    popular: boolean("popular").notNull().default(false),
    active: boolean("active").notNull().default(true),
    /** Whether a 100 % coupon may buy it (a session with payment_status no_payment_required). */
    allowFree: boolean("allow_free").notNull().default(false),
    sortOrder: integer("sort_order").notNull().default(0),
    stripePriceId: text("stripe_price_id"),
    stripeProductId: text("stripe_product_id"),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    updatedAt: timestamp("updated_at").notNull().defaultNow(),
  },
  (table) => [
    check("packs_positive", sql`${table.credits} > 0 and ${table.priceMinor} > 0`),
    check("packs_currency", sql`${table.currency} ~ '^[a-z]{3}$'`),
    check("packs_expiry", sql`${table.creditsExpireAfterDays} between 1 and 36500`),
    check("packs_max_per_person", sql`${table.maxPerPerson} between 1 and 1000`),
    check("packs_discount", sql`${table.discountPercent} between 0 and 99`),
  ],
);
