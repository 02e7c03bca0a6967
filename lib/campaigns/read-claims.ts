import { and, count, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { campaignClaims, campaigns, purchases } from "@/db/schema";
import { readAccount } from "@/lib/ledger/read-account";
import type { Credits } from "@/lib/shared/credits";
import type { Campaign } from "./campaigns";

/** A campaign whose row is locked. */
export interface OpenCampaign extends Campaign {
  /** What its budget still has. */
  readonly left: Credits;
  /** The database's time, read after the lock. */
  readonly now: Date;
}

/** What an account has claimed of a campaign, and whether it has paid for something. */
export interface Claimant {
  readonly claimed: number;
  readonly hasPurchased: boolean;
}

interface Claims {
  readonly campaignId: string;
  readonly accountId: string;
}

/** Locks campaigns in id order, so that two batches cannot deadlock. Accounts are locked later. */
export async function lockCampaigns(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, OpenCampaign>> {
  const rows = await tx
    .select({ campaign: campaigns, now: sql`clock_timestamp()`.mapWith(campaigns.createdAt) })
    .from(campaigns)
    .where(inArray(campaigns.id, [...new Set(ids)]))
    .orderBy(campaigns.id)
    .for("update");
  const open = new Map<string, OpenCampaign>();
  for (const { campaign, now } of rows) {
    const { available: left } = await readAccount(tx, campaign.accountId);
    open.set(campaign.id, { ...campaign, now, left });
  }
  return open;
}

/** What the accounts have claimed so far, by campaign and account. */
export async function readClaimants(
  db: Db,
  claims: readonly Claims[],
): Promise<Map<string, Claimant>> {
  const accountIds = [...new Set(claims.map(({ accountId }) => accountId))];
  const campaignIds = [...new Set(claims.map(({ campaignId }) => campaignId))];
  const counts = await db
    .select({
      campaignId: campaignClaims.campaignId,
      accountId: campaignClaims.accountId,
      claimed: count(),
    })
    .from(campaignClaims)
    .where(
      and(
        inArray(campaignClaims.campaignId, campaignIds),
        inArray(campaignClaims.accountId, accountIds),
      ),
    )
    .groupBy(campaignClaims.campaignId, campaignClaims.accountId);
  const paid = await db
    .selectDistinct({ accountId: purchases.accountId })
    .from(purchases)
    .where(and(inArray(purchases.accountId, accountIds), isNotNull(purchases.completedAt)));
  const buyers = new Set(paid.map(({ accountId }) => accountId));
  const claimedOf = new Map(counts.map((row) => [nameOf(row), row.claimed]));
  return new Map(
    claims.map((claim) => [
      nameOf(claim),
      { claimed: claimedOf.get(nameOf(claim)) ?? 0, hasPurchased: buyers.has(claim.accountId) },
    ]),
  );
}

export function claimantOf(claimants: ReadonlyMap<string, Claimant>, claim: Claims): Claimant {
  return claimants.get(nameOf(claim)) ?? { claimed: 0, hasPurchased: false };
}

export function nameOf({ campaignId, accountId }: Claims): string {
  return `${campaignId} ${accountId}`;
}
