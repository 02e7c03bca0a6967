import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, credits, timestamp } from "./types";

export const giftState = pgEnum("gift_state", ["open", "claimed", "taken_back", "expired"]);

/**
 * Credits that whoever has the link may claim. They lie on an account of the gift's own, so giving,
 * claiming and taking back are transfers, and no gift can give more than was put into it.
 */
export const creditGifts = pgTable(
  "credit_gifts",
  {
    id: uuid("id").primaryKey(),
    /** The gift's own account. */
    accountId: uuid("account_id").notNull().unique(),
    giverAccountId: uuid("giver_account_id").notNull(),
    credits: credits("credits").notNull(),
    /** SHA-256 of the token in the link. */
    tokenHash: bytes("token_hash").notNull().unique(),
    state: giftState("state").notNull().default("open"),
    /** From then on it can't be claimed, and the credits go back. */
    expiresAt: timestamp("expires_at").notNull(),
    /** The idempotency key of the request that made it. */
    requestKey: text("request_key").notNull(),
    /** A user's id, or "key:" and a key's id. */
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
    claimedByAccountId: uuid("claimed_by_account_id"),
    endedAt: timestamp("ended_at"),
  },
  (table) => [
    unique("credit_gifts_one_per_request").on(table.giverAccountId, table.requestKey),
    index("credit_gifts_by_giver").on(table.giverAccountId, table.id),
    index("credit_gifts_open_by_expiry").on(table.expiresAt).where(sql`${table.state} = 'open'`),
    check("credit_gifts_positive", sql`${table.credits} > 0`),
    check("credit_gifts_one_end", sql`(${table.state} = 'open') = (${table.endedAt} is null)`),
    check(
      "credit_gifts_claimed_by",
      sql`(${table.state} = 'claimed') = (${table.claimedByAccountId} is not null)`,
    ),
  ],
);
