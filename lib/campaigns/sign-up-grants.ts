import { and, eq, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Db } from "@/db/client";
import { campaignClaims, campaigns, users } from "@/db/schema";
import { readSetting } from "@/lib/settings/settings";
import { type Claim, createClaimLane } from "./claim";

/** A claim that each occasion gives once. */
type GrantClaim = Claim & { readonly occasion: string };

/**
 * Gives a user what the campaigns of the settings give for a sign-up and for a referral, to the
 * user and to whoever referred them. Safe to repeat: each is given once, also where another campaign
 * has replaced the one that gave it. A campaign that asks for a
 * first purchase gives nothing until the new user has made one, so this runs again after a payment.
 */
export async function giveSignUpGrants(database: Database, accountId: string): Promise<void> {
  const claims = await listClaims(database.read, accountId);
  const submit = createClaimLane(database);
  // Refusals, such as a budget that is used up, are no fault: there is nothing to give.
  await Promise.all(claims.map(submit));
}

async function listClaims(db: Db, accountId: string): Promise<GrantClaim[]> {
  const [signUp, referral] = await Promise.all([
    readSetting(db, "sign_up_campaign"),
    readSetting(db, "referral_campaign"),
  ]);
  if (signUp === "" && referral === "") return [];
  const referrers = alias(users, "referrers");
  const [user] = await db
    .select({ id: users.id, referrerAccountId: referrers.accountId })
    .from(users)
    .leftJoin(
      referrers,
      and(
        eq(referrers.id, users.referredBy),
        isNull(referrers.deletedAt),
        isNull(referrers.disabledAt),
      ),
    )
    .where(
      and(
        eq(users.accountId, accountId),
        isNotNull(users.emailVerifiedAt),
        isNull(users.deletedAt),
      ),
    );
  if (!user) return [];
  const by = { actor: "system", buyerAccountId: accountId };
  const claims: GrantClaim[] = [];
  if (signUp !== "") {
    claims.push({ ...by, campaignId: signUp, accountId, occasion: `sign_up:${user.id}` });
  }
  if (referral !== "" && user.referrerAccountId) {
    for (const id of [accountId, user.referrerAccountId]) {
      claims.push({ ...by, campaignId: referral, accountId: id, occasion: `referral:${user.id}` });
    }
  }
  const given = await readOccasions(db, claims);
  return claims.filter((claim) => !given.has(nameOf(claim)));
}

/** What of these was given before, by whichever campaign. */
async function readOccasions(db: Db, claims: readonly GrantClaim[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ accountId: campaignClaims.accountId, occasion: campaignClaims.occasion })
    .from(campaigns)
    .innerJoin(campaignClaims, eq(campaignClaims.campaignId, campaigns.id))
    .where(
      and(
        ne(campaigns.kind, "code"),
        inArray(
          campaignClaims.accountId,
          claims.map(({ accountId }) => accountId),
        ),
        inArray(
          campaignClaims.occasion,
          claims.map(({ occasion }) => occasion),
        ),
      ),
    );
  return new Set(rows.map(nameOf));
}

function nameOf(claim: { readonly accountId: string; readonly occasion: string | null }): string {
  return `${claim.accountId} ${claim.occasion}`;
}
