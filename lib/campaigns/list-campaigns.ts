import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { campaignClaims, campaigns, creditAccounts, customers, users } from "@/db/schema";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";
import type { Campaign } from "./campaigns";

/** A campaign and its budget. */
export interface CampaignBudget {
  readonly campaign: Campaign;
  /** What its account was given. */
  readonly budget: Credits;
  /** What can still be claimed of it. */
  readonly left: Credits;
}

interface Page {
  /** Only campaigns made before the one with this id. */
  readonly before?: string;
  readonly limit: number;
}

/** Campaigns, newest first. */
export function listCampaigns(
  db: Db,
  filter: Page & { readonly kind?: Campaign["kind"] },
): Promise<Campaign[]> {
  return db
    .select()
    .from(campaigns)
    .where(
      and(
        filter.kind && eq(campaigns.kind, filter.kind),
        filter.before === undefined ? undefined : lt(campaigns.id, filter.before),
      ),
    )
    .orderBy(desc(campaigns.id))
    .limit(filter.limit);
}

/** The same with their budgets, in one statement. */
export async function listCampaignBudgets(db: Db, page: Page): Promise<CampaignBudget[]> {
  const rows = await selectBudgets(db)
    .where(page.before === undefined ? undefined : lt(campaigns.id, page.before))
    .orderBy(desc(campaigns.id))
    .limit(page.limit);
  return rows.map(toBudget);
}

/** @returns undefined when there is no such campaign */
export async function findCampaign(db: Db, id: string): Promise<CampaignBudget | undefined> {
  const [row] = await selectBudgets(db).where(eq(campaigns.id, id));
  return row && toBudget(row);
}

/** A claim, and who owns the account that has it. */
export type ClaimRow = Awaited<ReturnType<typeof listClaims>>[number];

/**
 * Claims of a campaign, newest first.
 * @param page.before where the page before ended: see placeOf
 */
export function listClaims(
  db: Db,
  campaignId: string,
  page: { readonly before?: { at: Date; id: string }; readonly limit: number },
) {
  const { claimedAt, accountId, number } = campaignClaims;
  const [account, claim] = page.before?.id.split("_") ?? [];
  return db
    .select({
      ...{ claimedAt, accountId, number, claimedBy: campaignClaims.claimedBy },
      email: sql<string | null>`coalesce(${users.email}, ${customers.email})`,
      name: sql<string | null>`coalesce(${users.name}, ${customers.name}, ${customers.externalId})`,
    })
    .from(campaignClaims)
    .leftJoin(users, eq(users.accountId, accountId))
    .leftJoin(customers, eq(customers.accountId, accountId))
    .where(
      and(
        eq(campaignClaims.campaignId, campaignId),
        page.before && isId(account)
          ? sql`(${claimedAt}, ${accountId}, ${number}) < (${page.before.at.toISOString()}::timestamptz, ${account}::uuid, ${Number(claim) || 0})`
          : undefined,
      ),
    )
    .orderBy(desc(claimedAt), desc(accountId), desc(number))
    .limit(page.limit);
}

/** Where the next page of claims begins after this one. */
export function placeOf({ claimedAt, accountId, number }: ClaimRow): { at: Date; id: string } {
  return { at: claimedAt, id: `${accountId}_${number}` };
}

/** Whether it can be claimed now; the first reason that applies otherwise. */
export function stateOf(
  { campaign, left }: CampaignBudget,
  now: Date,
): "open" | "revoked" | "ended" | "scheduled" | "used_up" {
  if (campaign.revokedAt) return "revoked";
  if (campaign.endsAt && campaign.endsAt <= now) return "ended";
  if (campaign.startsAt > now) return "scheduled";
  const isFull = campaign.maxClaims !== null && campaign.claims >= campaign.maxClaims;
  return isFull || left < campaign.credits ? "used_up" : "open";
}

function selectBudgets(db: Db) {
  return db
    .select({ campaign: campaigns, balance: creditAccounts.balance, held: creditAccounts.held })
    .from(campaigns)
    .leftJoin(creditAccounts, eq(creditAccounts.id, campaigns.accountId));
}

/** Only claims take from a campaign's account. */
function toBudget(row: {
  campaign: Campaign;
  balance: Credits | null;
  held: Credits | null;
}): CampaignBudget {
  const balance = row.balance ?? 0n;
  return {
    campaign: row.campaign,
    left: fromMicro(balance - (row.held ?? 0n)),
    budget: fromMicro(balance + row.campaign.credits * BigInt(row.campaign.claims)),
  };
}
