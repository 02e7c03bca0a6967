import { eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { campaignClaims, campaigns } from "@/db/schema";
import type { TransferCommand } from "@/lib/ledger/commands";
import type { Done, Outcome } from "@/lib/ledger/outcome";
import { createBatcher } from "@/lib/shared/batch";
import { fromMicro } from "@/lib/shared/credits";
import { commitCredits } from "@/lib/spending/commit-credits";
import type { Campaign } from "./campaigns";
import { type ClaimRefusal, decideClaim } from "./decide-claim";
import {
  type Claimants,
  claimantOf,
  lockCampaigns,
  nameOf,
  type OpenCampaign,
  readClaimants,
} from "./read-claims";

/** One account's claim of one campaign. */
export interface Claim {
  readonly campaignId: string;
  readonly accountId: string;
  /** Who claims, kept on the entry. */
  readonly actor: string;
  /** What it is given for. Each occasion is claimed once by an account. */
  readonly occasion?: string;
  /** Whose purchase counts where one is asked for; the claimant's own unless told. */
  readonly buyerAccountId?: string;
}

export type ClaimOutcome =
  | { readonly status: "claimed"; readonly campaign: Campaign; readonly done: Done }
  | { readonly status: "refused"; readonly why: ClaimRefusal };

export type SubmitClaim = (claim: Claim) => Promise<ClaimOutcome>;

/** Carries claims out in shared transactions, so that a rush on a code costs few of them. */
export function createClaimLane(database: Database): SubmitClaim {
  return createBatcher(
    (claims: readonly Claim[]) => database.transaction((tx) => claimAll(tx, claims)),
    { maxItems: 200, maxWaiting: 20_000 },
  );
}

/** Whether an account could claim now, without claiming. */
export async function findClaimRefusal(
  db: Db,
  campaign: Campaign,
  accountId: string,
): Promise<ClaimRefusal | undefined> {
  const claim = { campaignId: campaign.id, accountId };
  const claimants = await readClaimants(db, [claim]);
  return decideClaim(campaign, claimantOf(claimants, claim), new Date());
}

interface Granted {
  readonly campaign: OpenCampaign;
  readonly claim: Claim;
  /** 1 for the account's first claim of the campaign. */
  readonly number: number;
}

/** Reads under the campaigns' locks, decides one claim after the other, applies them together. */
async function claimAll(tx: Tx, claims: readonly Claim[]): Promise<ClaimOutcome[]> {
  const open = await lockCampaigns(
    tx,
    claims.map(({ campaignId }) => campaignId),
  );
  const claimants = await readClaimants(tx, claims);
  const decisions = claims.map((claim) => decideNext(open, claimants, claim));
  const granted = decisions.filter((decision) => typeof decision !== "string");
  const outcomes = await commitCredits(tx, granted.map(toTransfer));
  const claimed = new Map<Granted, ClaimOutcome>();
  for (const [index, grant] of granted.entries()) {
    const done = outcomes[index];
    if (done?.status !== "done") {
      // The batch is given up, and the lane tries each of its claims by itself.
      if (claims.length > 1) throw new Error("a claim of a batch was refused");
      return [{ status: "refused", why: whyOf(done) }];
    }
    claimed.set(grant, { status: "claimed", campaign: grant.campaign, done });
  }
  await recordClaims(tx, granted, open);
  return decisions.map((decision) =>
    typeof decision === "string"
      ? { status: "refused", why: decision }
      : (claimed.get(decision) ?? { status: "refused", why: "used_up" }),
  );
}

/** The budget went elsewhere meanwhile, or the account holds as much as an account can. */
function whyOf(outcome: Outcome | undefined): ClaimRefusal {
  const isFull = outcome?.status === "refused" && outcome.code === "invalid_command";
  return isFull ? "account_full" : "used_up";
}

/** Decides a claim on what the ones before it left, and notes what it takes. */
function decideNext(
  open: Map<string, OpenCampaign>,
  claimants: Claimants,
  claim: Claim,
): Granted | ClaimRefusal {
  const campaign = open.get(claim.campaignId);
  if (!campaign) return "unknown";
  const claimant = claimantOf(claimants, claim);
  if (claim.occasion && claimant.occasions.has(claim.occasion)) return "already_claimed";
  const refusal = decideClaim(campaign, claimant, campaign.now);
  if (refusal) return refusal;
  if (campaign.left < campaign.credits) return "used_up";
  const next = {
    ...campaign,
    claims: campaign.claims + 1,
    left: fromMicro(campaign.left - campaign.credits),
  };
  open.set(campaign.id, next);
  const number = claimant.claimed + 1;
  const occasions = new Set(claimant.occasions).add(claim.occasion ?? "");
  claimants.claimed.set(nameOf(claim), { claimed: number, occasions });
  return { campaign: next, claim, number };
}

function toTransfer({ campaign, claim, number }: Granted): TransferCommand {
  const { creditsExpireAfterDays: days } = campaign;
  return {
    kind: "transfer",
    accountId: campaign.accountId,
    toAccountId: claim.accountId,
    idempotencyKey: `claim:${campaign.id}:${claim.accountId}:${number}`,
    credits: campaign.credits,
    terms: days === null ? {} : { expiresAt: new Date(campaign.now.getTime() + days * 86_400_000) },
    actor: claim.actor,
    reason: campaign.name,
    metadata: { campaign: campaign.id },
  };
}

async function recordClaims(
  tx: Tx,
  granted: readonly Granted[],
  open: ReadonlyMap<string, OpenCampaign>,
): Promise<void> {
  if (granted.length === 0) return;
  await tx.insert(campaignClaims).values(
    granted.map(({ campaign, claim, number }) => ({
      ...{ campaignId: campaign.id, accountId: claim.accountId, number, claimedBy: claim.actor },
      occasion: claim.occasion ?? null,
    })),
  );
  for (const id of new Set(granted.map(({ campaign }) => campaign.id))) {
    await tx
      .update(campaigns)
      .set({ claims: open.get(id)?.claims })
      .where(eq(campaigns.id, id));
  }
}
