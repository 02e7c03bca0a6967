import { sql } from "drizzle-orm";
import { index, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** What each role may do is stated in lib/access/permissions.ts. */
export const userRole = pgEnum("user_role", ["buyer", "support", "finance", "admin"]);

/** A person who signs in. Deleting one leaves the account and its entries: money stays explained. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    /** The user's credit account. No foreign key: accounts may live on another shard. */
    accountId: uuid("account_id").notNull().unique(),
    email: text("email").notNull(),
    /** When the user proved that mail to the address reaches them; null until then. */
    emailVerifiedAt: timestamp("email_verified_at"),
    name: text("name").notNull(),
    /** argon2id; null for users who sign in through a provider or with a passkey only. */
    passwordHash: text("password_hash"),
    role: userRole("role").notNull().default("buyer"),
    /** What the user gives to others, so that both are credited; null until it is asked for. */
    referralCode: text("referral_code").unique(),
    /** The user whose referral code was given at sign-up. */
    referredBy: uuid("referred_by"),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    /** How this user's browser writes numbers and dates; null until one has told. */
    locale: text("locale"),
    timeZone: text("time_zone"),
    /** Set by an admin: the user can't sign in, and API keys don't work. */
    disabledAt: timestamp("disabled_at"),
    /** Set: the user can't sign in, and payments for them wait for an admin. */
    deletedAt: timestamp("deleted_at"),
  },
  (table) => [
    // For searches by the beginning of an email or a name.
    index("users_by_email_prefix").on(sql`lower(${table.email}) text_pattern_ops`),
    index("users_by_name_prefix").on(sql`lower(${table.name}) text_pattern_ops`),
    index("users_staff").on(sql`lower(${table.email})`).where(sql`${table.role} <> 'buyer'`),
    uniqueIndex("users_email_key").on(sql`lower(${table.email})`),
  ],
);
