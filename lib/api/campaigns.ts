import { z } from "@hono/zod-openapi";
import { assertMayClaim } from "@/lib/access/permissions";
import type { User } from "@/lib/access/users";
import { type Campaign, findCampaignByCode } from "@/lib/campaigns/campaigns";
import type { ClaimOutcome } from "@/lib/campaigns/claim";
import { CLAIM_REFUSALS, type ClaimRefusal } from "@/lib/campaigns/decide-claim";
import { readAccount } from "@/lib/ledger/read-account";
import { toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import type { ApiRuntime } from "./runtime";
import { amount, timestamp } from "./shapes";

export const promotionCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,39}$/, "Send 3 to 40 letters, digits, - or _.")
  .openapi({ description: "Capitals and small letters mean the same.", example: "SPRING26" });

export const wholeNumber = z.number().int().min(1).max(1_000_000_000);

/** A campaign, as the API shows it. */
export const campaignJson = z
  .object({
    id: z.uuid(),
    account: z.uuid().openapi({ description: "The account that holds the budget." }),
    name: z.string(),
    kind: z.enum(["code", "sign_up", "referral"]),
    code: z.string().nullable(),
    credits: amount.openapi({ description: "What each claim gives." }),
    claims: z.number().int(),
    max_claims: z.number().int().nullable(),
    max_claims_per_account: z.number().int(),
    after_first_purchase: z.boolean(),
    credits_expire_after_days: z.number().int().nullable(),
    starts_at: timestamp,
    ends_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
  })
  .openapi("Campaign");

export function toCampaignJson(campaign: Campaign): z.input<typeof campaignJson> {
  const { id, name, kind, code, claims } = campaign;
  return {
    ...{ id, name, kind, code, claims, account: campaign.accountId },
    credits: toDecimal(campaign.credits),
    max_claims: campaign.maxClaims,
    max_claims_per_account: campaign.maxClaimsPerAccount,
    after_first_purchase: campaign.afterFirstPurchase,
    credits_expire_after_days: campaign.creditsExpireAfterDays,
    starts_at: campaign.startsAt.toISOString(),
    ends_at: campaign.endsAt?.toISOString() ?? null,
    revoked_at: campaign.revokedAt?.toISOString() ?? null,
  };
}

/** A coupon, as Ops-Center's clients know it. */
export const couponJson = z
  .object({
    code: z.string(),
    credits: amount,
    max_uses: z.number().int().nullable(),
    uses: z.number().int(),
    expires_at: timestamp.nullable(),
    is_active: z.boolean(),
  })
  .openapi("Coupon");

export function toCouponJson(campaign: Campaign): z.input<typeof couponJson> {
  const { endsAt, revokedAt, maxClaims, claims } = campaign;
  const isOver = revokedAt !== null || (endsAt !== null && endsAt <= new Date());
  return {
    code: campaign.code ?? "",
    credits: toDecimal(campaign.credits),
    max_uses: maxClaims,
    uses: claims,
    expires_at: endsAt?.toISOString() ?? null,
    is_active: !isOver && (maxClaims === null || claims < maxClaims),
  };
}

/**
 * The campaign of a code that somebody typed. Wrong codes are counted per account, so that none can
 * be found by trying.
 * @throws ProductError not_found, rate_limited
 */
export async function findByTypedCode(
  runtime: ApiRuntime,
  code: string,
  accountId: string,
): Promise<Campaign> {
  await runtime.limits.admitGuess(accountId);
  const campaign = await findCampaignByCode(runtime.database.read, code);
  if (!campaign) throw claimError("unknown");
  await runtime.limits.returnGuess(accountId);
  return campaign;
}

/**
 * Claims the credits of a code that somebody typed. Who may make codes redeems none for themselves.
 * @throws ProductError not_found, rate_limited, forbidden; conflict with `why`
 */
export async function redeemTypedCode(
  runtime: ApiRuntime,
  given: { code: string; accountId: string; actor: string; user: User },
): Promise<Extract<ClaimOutcome, { status: "claimed" }>> {
  const { code, accountId, actor, user } = given;
  assertMayClaim(user, accountId);
  const { id: campaignId } = await findByTypedCode(runtime, code, accountId);
  const outcome = await runtime.claim({ campaignId, accountId, actor });
  if (outcome.status === "refused") throw claimError(outcome.why);
  return outcome;
}

/** What a claim gave, in Ops-Center's words for a redeemed coupon. */
export const claimAnswer = z.object({
  success: z.literal(true),
  credits_added: amount,
  new_balance: amount,
});

export async function toClaimAnswer(
  runtime: ApiRuntime,
  accountId: string,
  { campaign }: Extract<ClaimOutcome, { status: "claimed" }>,
): Promise<z.input<typeof claimAnswer>> {
  const account = await readAccount(runtime.database.read, accountId);
  return {
    success: true,
    credits_added: toDecimal(campaign.credits),
    new_balance: toDecimal(account.balance),
  };
}

export function claimError(why: ClaimRefusal): ProductError {
  const code = why === "unknown" ? "not_found" : "conflict";
  return new ProductError(code, { detail: CLAIM_REFUSALS[why], extra: { why } });
}
