import { sql } from "drizzle-orm";
import { integer, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

export const userRole = pgEnum("user_role", ["buyer", "admin"]);

/** A person who signs in. Deleting one leaves the account and its entries: money stays explained. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    /** The person's credit account. No foreign key: accounts may live on another shard. */
    accountId: uuid("account_id").notNull().unique(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** argon2id; null for people who only sign in through a provider. */
    passwordHash: text("password_hash"),
    role: userRole("role").notNull().default("buyer"),
    /** Part of every session; adding one signs the person out everywhere. */
    sessionVersion: integer("session_version").notNull().default(1),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    /** How this person's browser writes numbers and dates; null until one has told. */
    locale: text("locale"),
    timeZone: text("time_zone"),
    /** Set: the person can't sign in, and payments for them wait for an admin. */
    deletedAt: timestamp("deleted_at"),
  },
  (table) => [uniqueIndex("users_email_key").on(sql`lower(${table.email})`)],
);
