import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Db } from "@/db/client";
import { users } from "@/db/schema";
import { readSetting } from "@/lib/settings/settings";
import { type Claim, createClaimLane } from "./claim";

/**
 * Gives a user what the campaigns of the settings give for a sign-up and for a referral, to the
 * user and to whoever referred them. Safe to repeat: each is given once. A campaign that asks for a
 * first purchase gives nothing until the new user has made one, so this runs again after a payment.
 */
export async function giveSignUpGrants(database: Database, accountId: string): Promise<void> {
  const claims = await listClaims(database.read, accountId);
  const submit = createClaimLane(database);
  // Refusals, such as a budget that is used up, are no fault: there is nothing to give.
  await Promise.all(claims.map(submit));
}

async function listClaims(db: Db, accountId: string): Promise<Claim[]> {
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
  const claims: Claim[] = [];
  if (signUp !== "") {
    claims.push({ ...by, campaignId: signUp, accountId, occasion: `sign_up:${user.id}` });
  }
  if (referral !== "" && user.referrerAccountId) {
    for (const id of [accountId, user.referrerAccountId]) {
      claims.push({ ...by, campaignId: referral, accountId: id, occasion: `referral:${user.id}` });
    }
  }
  return claims;
}
