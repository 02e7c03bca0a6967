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

/** What an account has claimed of a campaign. */
export interface Claimed {
  readonly claimed: number;
  /** What it claimed for. */
  readonly occasions: ReadonlySet<string>;
}

export interface Claimants {
  /** By `nameOf`. */
  readonly claimed: Map<string, Claimed>;
  /** The accounts that have paid for something. */
  readonly buyers: ReadonlySet<string>;
}

interface Claims {
  readonly campaignId: string;
  readonly accountId: string;
  readonly buyerAccountId?: string;
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

/** What the accounts have claimed so far, and which have bought. */
export async function readClaimants(db: Db, claims: readonly Claims[]): Promise<Claimants> {
  const accountIds = [...new Set(claims.map(({ accountId }) => accountId))];
  const campaignIds = [...new Set(claims.map(({ campaignId }) => campaignId))];
  const counts = await db
    .select({
      campaignId: campaignClaims.campaignId,
      accountId: campaignClaims.accountId,
      claimed: count(),
      occasions: sql<string[]>`array_remove(array_agg(${campaignClaims.occasion}), null)`,
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
    .where(
      and(
        inArray(purchases.accountId, [...new Set(claims.map(buyerOf))]),
        isNotNull(purchases.completedAt),
      ),
    );
  return {
    claimed: new Map(
      counts.map((row) => [
        nameOf(row),
        { claimed: row.claimed, occasions: new Set(row.occasions) },
      ]),
    ),
    buyers: new Set(paid.map(({ accountId }) => accountId)),
  };
}

export function claimantOf(
  { claimed, buyers }: Claimants,
  claim: Claims,
): Claimed & { readonly hasPurchased: boolean } {
  const known = claimed.get(nameOf(claim)) ?? { claimed: 0, occasions: new Set<string>() };
  return { ...known, hasPurchased: buyers.has(buyerOf(claim)) };
}

function buyerOf({ accountId, buyerAccountId = accountId }: Claims): string {
  return buyerAccountId;
}

export function nameOf({ campaignId, accountId }: Claims): string {
  return `${campaignId} ${accountId}`;
}
