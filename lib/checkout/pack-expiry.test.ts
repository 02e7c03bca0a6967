import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { packs } from "@/db/schema";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { listOpenLots } from "@/lib/ledger/read-account";

const DAY_MS = 86_400_000;
const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

async function setDays(code: string, creditsExpireAfterDays: number | null) {
  await stage.database.read
    .update(packs)
    .set({ creditsExpireAfterDays })
    .where(eq(packs.code, code));
}

/** How many days the credits of an account last, lot by lot. */
async function lifetimesOf(accountId: string): Promise<(number | null)[]> {
  const lots = await listOpenLots(stage.database.read, accountId);
  return lots.map(
    ({ expiresAt, createdAt }) => expiresAt && (expiresAt.getTime() - createdAt.getTime()) / DAY_MS,
  );
}

describe("the credits of a pack that has an expiry", () => {
  it("last for as long as the pack said when it was ordered, from when they are added", async () => {
    await setDays("starter", 30);
    const purchase = await stage.openPurchase("starter");
    const events = await stage.pay(purchase);
    await setDays("starter", 365);
    await stage.deliver(...events);
    expect(await lifetimesOf(purchase.user.accountId)).toEqual([30]);
    // The same payment from another source is a replay, although the pack has changed.
    await stage.deliver(...events);
    expect(await lifetimesOf(purchase.user.accountId)).toEqual([30]);
  });

  it("last for ever where the pack says nothing", async () => {
    const { user } = await stage.buy("standard");
    expect(await lifetimesOf(user.accountId)).toEqual([null]);
  });

  it("that changed since the page was opened are sold on a new page", async () => {
    await setDays("pro", 30);
    const before = await stage.openPurchase("pro");
    await setDays("pro", 90);
    const next = await stage.openPurchase("pro", before.user);
    expect(next.id).not.toBe(before.id);
    expect(await stage.purchase(next)).toMatchObject({ creditsExpireAfterDays: 90 });
  });
});
