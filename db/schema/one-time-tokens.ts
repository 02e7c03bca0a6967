import { index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, timestamp } from "./types";
import { users } from "./users";

export const tokenPurpose = pgEnum("token_purpose", [
  "verify_email",
  "reset_password",
  "sign_in",
  "change_email",
  "accept_invitation",
  "passkey",
  /** What the operator's key vouches for, without a mail. */
  "portal",
  /** A proof of work that was used, so that it isn't used again. */
  "sign_up_work",
]);

/** What proves, once and for a short time, that mail to an address was read. Only hashes are kept. */
export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    id: uuid("id").primaryKey(),
    purpose: tokenPurpose("purpose").notNull(),
    /** Null where who it is isn't known yet: at a sign-in with a passkey, and at sign-up. */
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the random token in the link (or of a passkey's challenge). */
    tokenHash: bytes("token_hash").notNull().unique(),
    /** HMAC of the six-digit code, where the purpose has one. */
    codeHash: bytes("code_hash"),
    /** The address that reading the mail proves. */
    email: text("email"),
    /** Wrong codes so far. */
    tries: integer("tries").notNull().default(0),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    expiresAt: timestamp("expires_at").notNull(),
    usedAt: timestamp("used_at"),
  },
  (table) => [index("one_time_tokens_of_user").on(table.userId, table.purpose)],
);
