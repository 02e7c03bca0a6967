import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { credits, timestamp } from "./types";

export const campaignKind = pgEnum("campaign_kind", ["code", "sign_up", "referral"]);

/**
 * Credits that are given away within limits. Its account holds the budget, and each claim is a
 * transfer from it: more than the budget can never be given away.
 */
export const campaigns = pgTable(
  "campaigns",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull().unique(),
    name: text("name").notNull(),
    kind: campaignKind("kind").notNull(),
    /** What people type, in capitals; null for campaigns that need none. */
    code: text("code").unique(),
    /** What each claim gives. */
    credits: credits("credits").notNull(),
    /** Null: as many as the budget allows. */
    maxClaims: integer("max_claims"),
    maxClaimsPerAccount: integer("max_claims_per_account").notNull().default(1),
    /** Counted under a lock of this row. */
    claims: integer("claims").notNull().default(0),
    /** Only accounts that have paid for a purchase may claim. */
    afterFirstPurchase: boolean("after_first_purchase").notNull().default(false),
    /** How long claimed credits last; null: for ever. */
    creditsExpireAfterDays: integer("credits_expire_after_days"),
    startsAt: timestamp("starts_at").notNull().defaultNow(),
    endsAt: timestamp("ends_at"),
    revokedAt: timestamp("revoked_at"),
    /** The idempotency key of the request that made it. */
    requestKey: text("request_key").notNull().unique(),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
  },
  (table) => [
    check("campaigns_positive", sql`${table.credits} > 0 and ${table.maxClaimsPerAccount} > 0`),
    check(
      "campaigns_within_limit",
      sql`${table.claims} >= 0 and (${table.maxClaims} is null or ${table.claims} <= ${table.maxClaims})`,
    ),
    check("campaigns_code", sql`${table.code} is null or ${table.code} = upper(${table.code})`),
    check("campaigns_kind_code", sql`(${table.kind} = 'code') = (${table.code} is not null)`),
  ],
);

/** What an account claimed of a campaign. */
export const campaignClaims = pgTable(
  "campaign_claims",
  {
    campaignId: uuid("campaign_id").notNull(),
    accountId: uuid("account_id").notNull(),
    /** 1, 2, 3 … for each account. */
    number: integer("number").notNull(),
    /** What it was given for, such as a sign-up, where that may happen once; null: for a code. */
    occasion: text("occasion"),
    claimedBy: text("claimed_by").notNull(),
    claimedAt: timestamp("claimed_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.accountId, table.number] }),
    unique("campaign_claims_once_per_occasion").on(
      table.campaignId,
      table.accountId,
      table.occasion,
    ),
    index("campaign_claims_recent").on(
      table.campaignId,
      table.claimedAt,
      table.accountId,
      table.number,
    ),
    foreignKey({
      name: "campaign_claims_campaign",
      columns: [table.campaignId],
      foreignColumns: [campaigns.id],
    }),
  ],
);
