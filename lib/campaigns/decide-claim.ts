import type { Campaign } from "./campaigns";

/** Why an account can't claim now. */
export type ClaimRefusal =
  | "unknown"
  | "not_started"
  | "ended"
  | "used_up"
  | "already_claimed"
  | "needs_purchase"
  | "account_full";

/** What is said about each, to whoever typed the code. */
export const CLAIM_REFUSALS: Readonly<Record<ClaimRefusal, string>> = {
  unknown: "There is no such code.",
  not_started: "This code can't be used yet.",
  ended: "This code can't be used any more.",
  used_up: "All credits of this code have been claimed.",
  already_claimed: "This account has used the code already.",
  needs_purchase: "This code works after a first purchase.",
  account_full: "This account can't hold more credits.",
};

/**
 * Whether an account may claim. Pure; the budget is checked by the ledger.
 * @param claimed how often it has claimed of this campaign
 * @returns undefined when it may
 */
export function decideClaim(
  campaign: Campaign,
  account: { readonly claimed: number; readonly hasPurchased: boolean },
  now: Date,
): ClaimRefusal | undefined {
  if (campaign.startsAt > now) return "not_started";
  if (campaign.revokedAt || (campaign.endsAt && campaign.endsAt <= now)) return "ended";
  if (account.claimed >= campaign.maxClaimsPerAccount) return "already_claimed";
  if (campaign.maxClaims !== null && campaign.claims >= campaign.maxClaims) return "used_up";
  if (campaign.afterFirstPurchase && !account.hasPurchased) return "needs_purchase";
  return undefined;
}
