import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { grant } from "@/dev/test/kits/ledger/commands";
import { readAccount } from "@/lib/ledger/read-account";
import { MAX_CREDITS, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { createCampaign, type NewCampaign, revokeCampaign } from "./campaigns";
import { createClaimLane } from "./claim";

const db = useTestDatabase();
const balanceOf = async (accountId: string) =>
  (await readAccount(db().database.read, accountId)).balance;

async function stage(given: Partial<NewCampaign> = {}) {
  const campaign = await createCampaign(
    db().database,
    {
      ...{ name: "Spring", kind: "code", code: newId(), credits: wholeCredits(1) },
      ...{ budget: wholeCredits(100), ...given },
    },
    { actor: "test", requestKey: newId() },
  );
  const submit = createClaimLane(db().database);
  return {
    campaign,
    claim: (accountId = newId(), lane = submit) =>
      lane({ campaignId: campaign.id, accountId, actor: "test" }),
  };
}

describe("claiming a campaign", () => {
  it("moves its credits from the budget to the account", async () => {
    const { campaign, claim } = await stage();
    const account = newId();
    expect(await claim(account)).toMatchObject({ status: "claimed" });
    expect(await balanceOf(account)).toBe(wholeCredits(1));
    expect(await balanceOf(campaign.accountId)).toBe(wholeCredits(99));
  });

  it("gives exactly what the pool has: 10,000 parallel claims of 100, over two processes", async () => {
    const { campaign, claim } = await stage();
    const other = openDatabase(db().url);
    const lanes = [createClaimLane(db().database), createClaimLane(other)];
    const outcomes = await Promise.all(
      Array.from({ length: 10_000 }, (_, index) => claim(newId(), lanes[index % 2])),
    );
    await other.close();
    expect(outcomes.filter(({ status }) => status === "claimed")).toHaveLength(100);
    expect(await balanceOf(campaign.accountId)).toBe(0n);
    const [row] = await db().database.read.execute(
      sql`select claims, (select count(*)::int from campaign_claims where campaign_id = id) as rows from campaigns where id = ${campaign.id}`,
    );
    expect(row).toEqual({ claims: 100, rows: 100 });
  }, 120_000);

  it("gives an account no more than its share, however often it asks at once", async () => {
    const { claim } = await stage({ maxClaimsPerAccount: 2 });
    const account = newId();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => claim(account)));
    expect(outcomes.filter(({ status }) => status === "claimed")).toHaveLength(2);
    expect(outcomes).toContainEqual({ status: "refused", why: "already_claimed" });
    expect(await balanceOf(account)).toBe(wholeCredits(2));
  });

  it("stops at the number of claims, though the budget has more", async () => {
    const { campaign, claim } = await stage({ maxClaims: 3 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => claim()));
    expect(outcomes.filter(({ status }) => status === "claimed")).toHaveLength(3);
    expect(await balanceOf(campaign.accountId)).toBe(wholeCredits(97));
  });

  it("keeps to its window, and ends when it is revoked", async () => {
    const early = await stage({ startsAt: new Date(Date.now() + 60_000) });
    expect(await early.claim()).toEqual({ status: "refused", why: "not_started" });
    const late = await stage({ startsAt: new Date(0), endsAt: new Date(Date.now() - 1) });
    expect(await late.claim()).toEqual({ status: "refused", why: "ended" });
    const revoked = await stage();
    await revokeCampaign(db().database, { id: revoked.campaign.id }, "test");
    expect(await revoked.claim()).toEqual({ status: "refused", why: "ended" });
    await expect(
      revokeCampaign(db().database, { id: revoked.campaign.id }, "test"),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("waits for a first purchase where it is set so", async () => {
    const { claim } = await stage({ afterFirstPurchase: true });
    expect(await claim()).toEqual({ status: "refused", why: "needs_purchase" });
  });

  it("is refused for an account that can hold no more, and for no other of the same rush", async () => {
    const { campaign, claim } = await stage();
    const full = newId();
    await db().database.transaction((tx) =>
      commitCredits(tx, [grant(full, 1, { credits: MAX_CREDITS })]),
    );
    const outcomes = await Promise.all([claim(), claim(full), claim(), claim()]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...["claimed", "refused", "claimed", "claimed"],
    ]);
    expect(outcomes[1]).toEqual({ status: "refused", why: "account_full" });
    expect(await balanceOf(campaign.accountId)).toBe(wholeCredits(97));
  });

  it("is made once for an occasion, also when it is asked for twice at once", async () => {
    const { campaign } = await stage({ maxClaimsPerAccount: 5 });
    const submit = createClaimLane(db().database);
    const accountId = newId();
    const claim = (occasion: string) =>
      submit({ campaignId: campaign.id, accountId, actor: "test", occasion });
    const outcomes = await Promise.all([claim("a"), claim("a"), claim("b"), claim("b")]);
    expect(outcomes.filter(({ status }) => status === "claimed")).toHaveLength(2);
    expect(await claim("a")).toEqual({ status: "refused", why: "already_claimed" });
    expect(await balanceOf(accountId)).toBe(wholeCredits(2));
  });

  it("of one that doesn't exist is refused", async () => {
    const claim = { campaignId: newId(), accountId: newId(), actor: "test" };
    expect(await createClaimLane(db().database)(claim)).toEqual({
      status: "refused",
      why: "unknown",
    });
  });
});

describe("a campaign", () => {
  const given: NewCampaign = {
    ...{ name: "Twice", kind: "code", code: "Twice ", credits: wholeCredits(1) },
    budget: wholeCredits(10),
  };

  it("is made once per request, and a code belongs to one", async () => {
    const by = { actor: "test", requestKey: newId() };
    const [first, again] = [
      await createCampaign(db().database, given, by),
      await createCampaign(db().database, given, by),
    ];
    expect(again).toEqual(first);
    expect(first.code).toBe("TWICE");
    expect(await balanceOf(first.accountId)).toBe(wholeCredits(10));
    const other = { actor: "test", requestKey: newId() };
    await expect(createCampaign(db().database, given, other)).rejects.toMatchObject({
      code: "conflict",
    });
    for (const change of [
      { credits: wholeCredits(2) },
      { budget: wholeCredits(11) },
      { code: "ANOTHER" },
      { kind: "referral", code: undefined },
      { maxClaims: 3 },
      { maxClaimsPerAccount: 2 },
      { endsAt: new Date("2030-01-01T00:00:00.000Z") },
    ] satisfies Partial<NewCampaign>[]) {
      await expect(
        createCampaign(db().database, { ...given, ...change }, by),
        JSON.stringify(Object.keys(change)),
      ).rejects.toMatchObject({ code: "idempotency_mismatch" });
    }
  });
});
