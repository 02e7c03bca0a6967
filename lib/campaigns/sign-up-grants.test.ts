import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { eventOf, givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { findReferrer, readReferralCode } from "@/lib/access/referrals";
import { createUser, insertUser, prepareUser, type User } from "@/lib/access/users";
import { markVerified } from "@/lib/access/verify-email";
import { readAccount } from "@/lib/ledger/read-account";
import { writeSetting } from "@/lib/settings/settings";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { createCampaign, type NewCampaign } from "./campaigns";
import { giveSignUpGrants } from "./sign-up-grants";

const db = useTestDatabase();
const balanceOf = async ({ accountId }: Pick<User, "accountId">) =>
  (await readAccount(db().database.read, accountId)).balance;
const give = ({ accountId }: User) => giveSignUpGrants(db().database, accountId);

async function setCampaigns(
  given: Partial<Record<"sign_up" | "referral", Partial<NewCampaign>>>,
): Promise<void> {
  for (const kind of ["sign_up", "referral"] as const) {
    const terms = given[kind];
    const campaign =
      terms &&
      (await createCampaign(
        db().database,
        {
          ...{ name: kind, kind, credits: wholeCredits(5), budget: wholeCredits(100) },
          ...terms,
        },
        { actor: "test", requestKey: newId() },
      ));
    await writeSetting(db().database, `${kind}_campaign`, campaign?.id ?? "", newId());
  }
}

/** Somebody who has proved an address. */
function newcomer(): Promise<User> {
  return createUser(db().database, {
    ...{ email: `${newId()}@example.com`, name: "Nia New", emailVerified: true },
  });
}

/** Somebody who signed up with a code, and hasn't proved the address yet. */
async function referred(code: string): Promise<User> {
  const given = { email: `${newId()}@example.com`, name: "Rea Referred", emailVerified: false };
  const referredBy = await findReferrer(db().database.read, code);
  const user = await insertUser(db().database.read, { ...(await prepareUser(given)), referredBy });
  if (!user) throw new Error("the address is taken");
  return user;
}

const verify = ({ id }: User) => db().database.transaction((tx) => markVerified(tx, id));

describe("a sign-up", () => {
  beforeAll(() => setCampaigns({ sign_up: {} }));

  it("is credited once, however often the job runs, and at once", async () => {
    const user = await newcomer();
    await Promise.all([give(user), give(user)]);
    await give(user);
    expect(await balanceOf(user)).toBe(wholeCredits(5));
  });

  it("isn't credited again by the campaign that replaces the one that credited it", async () => {
    const user = await newcomer();
    await give(user);
    await setCampaigns({ sign_up: {} });
    await give(user);
    expect(await balanceOf(user)).toBe(wholeCredits(5));
  });

  it("is credited once the address is proved, by a job that this enqueues", async () => {
    const user = await referred("");
    await give(user);
    expect(await balanceOf(user)).toBe(0n);
    await verify(user);
    await verify(user);
    const jobs = await db().database.read.execute(
      sql`select data from pgboss.job where name = 'sign-up-grants' and data ->> 'accountId' = ${user.accountId}`,
    );
    expect(jobs).toEqual([{ data: { accountId: user.accountId } }]);
    await give(user);
    expect(await balanceOf(user)).toBe(wholeCredits(5));
  });

  it("is credited after the first payment, where the campaign waits for one", async () => {
    await setCampaigns({ sign_up: { afterFirstPurchase: true } });
    const purchase = await givenPurchase(db().database);
    const buyer = { accountId: purchase.accountId };
    const processor = createWebhookProcessor(db().database, { livemode: false });
    await giveSignUpGrants(db().database, buyer.accountId);
    expect(await balanceOf(buyer)).toBe(0n);
    await processor.process(eventOf(purchase, paidUpdates(purchase)), "webhook");
    const bought = await balanceOf(buyer);
    await giveSignUpGrants(db().database, buyer.accountId);
    expect(await balanceOf(buyer)).toBe(bought + wholeCredits(5));
  });

  it("is credited nothing without a campaign, by one that is gone, or beyond its budget", async () => {
    const [first, second] = [await newcomer(), await newcomer()];
    await setCampaigns({});
    await give(first);
    await writeSetting(db().database, "sign_up_campaign", newId(), newId());
    await give(first);
    expect(await balanceOf(first)).toBe(0n);
    await setCampaigns({ sign_up: { budget: wholeCredits(5) } });
    await give(first);
    await give(second);
    expect([await balanceOf(first), await balanceOf(second)]).toEqual([wholeCredits(5), 0n]);
  });
});

describe("a referral", () => {
  it("credits both once, when the new user's address is proved", async () => {
    await setCampaigns({ referral: { maxClaimsPerAccount: 10 } });
    const referrer = await newcomer();
    const code = await readReferralCode(db().database.read, referrer.id);
    expect(await readReferralCode(db().database.read, referrer.id)).toBe(code);
    const friends = [await referred(code), await referred(code)];
    for (const friend of friends) {
      await give(friend);
      expect(await balanceOf(friend)).toBe(0n);
      await verify(friend);
    }
    await Promise.all([...friends, ...friends].map(give));
    for (const friend of friends) expect(await balanceOf(friend)).toBe(wholeCredits(5));
    expect(await balanceOf(referrer)).toBe(wholeCredits(10));
  });

  it("credits nobody for more than the campaign says, nor before the friend has paid if so set", async () => {
    await setCampaigns({ referral: { maxClaimsPerAccount: 1, afterFirstPurchase: true } });
    const referrer = await newcomer();
    const code = await readReferralCode(db().database.read, referrer.id);
    for (const paid of [false, true, true]) {
      const friend = await referred(code);
      await verify(friend);
      if (paid) {
        const purchase = await givenPurchase(db().database, "starter", friend);
        const processor = createWebhookProcessor(db().database, { livemode: false });
        await processor.process(eventOf(purchase, paidUpdates(purchase)), "webhook");
      }
      await give(friend);
    }
    expect(await balanceOf(referrer)).toBe(wholeCredits(5));
  });

  it("is no reason to refuse a sign-up when its code is wrong", async () => {
    for (const code of ["", "x", "AAAAAAAAAA", "a\u0000b", "A".repeat(5000)]) {
      expect(await findReferrer(db().database.read, code)).toBeUndefined();
    }
  });
});
