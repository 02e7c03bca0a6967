import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createCampaign, type NewCampaign } from "./campaigns";
import { createClaimLane } from "./claim";
import { findCampaign, listCampaignBudgets, listClaims, placeOf, stateOf } from "./list-campaigns";

const db = useTestDatabase();

function create(given: Partial<NewCampaign> = {}) {
  return createCampaign(
    db().database,
    {
      ...{ name: "Spring", kind: "code", code: newId(), credits: wholeCredits(10) },
      ...{ budget: wholeCredits(35), ...given },
    },
    { actor: "test", requestKey: newId() },
  );
}

describe("the list of campaigns", () => {
  it("shows what is left of each budget, newest first, page by page", async () => {
    const [first, second] = [await create(), await create({ budget: wholeCredits(100) })];
    const claim = createClaimLane(db().database);
    await claim({ campaignId: first.id, accountId: newId(), actor: "test" });
    const read = db().database.read;
    const page = await listCampaignBudgets(read, { limit: 1 });
    expect(page).toMatchObject([{ campaign: { id: second.id }, left: wholeCredits(100) }]);
    expect(await listCampaignBudgets(read, { limit: 5, before: second.id })).toMatchObject([
      { campaign: { id: first.id }, budget: wholeCredits(35), left: wholeCredits(25) },
    ]);
  });

  it("pages claims without leaving one out or showing one twice", async () => {
    const campaign = await create({ budget: wholeCredits(70) });
    const claim = createClaimLane(db().database);
    const accounts = Array.from({ length: 7 }, newId);
    await Promise.all(
      accounts.map((accountId) => claim({ campaignId: campaign.id, accountId, actor: "test" })),
    );
    const seen: string[] = [];
    let before: { at: Date; id: string } | undefined;
    for (;;) {
      const page = await listClaims(db().database.read, campaign.id, { before, limit: 3 });
      seen.push(...page.map(({ accountId }) => accountId));
      const last = page.at(-1);
      if (!last || page.length < 3) break;
      before = placeOf(last);
    }
    expect(seen.toSorted()).toEqual(accounts.toSorted());
  });

  it.each([
    ["open", {}],
    ["scheduled", { startsAt: new Date(Date.now() + 60_000) }],
    ["ended", { endsAt: new Date(Date.now() - 1_000) }],
    ["used_up", { budget: wholeCredits(9) }],
  ] as const)("says that a code is %s", async (state, terms) => {
    const { id } = await create(terms);
    const found = await findCampaign(db().database.read, id);
    expect(found && stateOf(found, new Date())).toBe(state);
  });
});
