import { bigint, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, timestamp } from "./types";
import { users } from "./users";

/** A user's authenticator app (TOTP, RFC 6238). */
export const totpFactors = pgTable("totp_factors", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** AES-256-GCM under a key derived from NEXTAUTH_SECRET: a copied table gives no codes. */
  sealedSecret: text("sealed_secret").notNull(),
  /** Null until the first right code; only then is it asked for at sign-in. */
  confirmedAt: timestamp("confirmed_at"),
  /** The time step of the last code that was taken: no code works twice. */
  lastStep: integer("last_step").notNull().default(0),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});

/** Codes for the day when the authenticator is lost; each works once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256: a code has 112 random bits, so a slow hash would add nothing. */
    hash: bytes("hash").notNull(),
    usedAt: timestamp("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

/** A user's passkeys (WebAuthn credentials). */
export const passkeys = pgTable("passkeys", {
  /** The credential's id, base64url. */
  id: text("id").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
  publicKey: bytes("public_key").notNull(),
  /** How often the authenticator says it was used; a lower number tells of a copy. */
  counter: bigint("counter", { mode: "number" }).notNull(),
  transports: text("transports").array().notNull(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  lastUsedAt: timestamp("last_used_at"),
});
