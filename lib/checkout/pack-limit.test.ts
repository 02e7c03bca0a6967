import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { packs } from "@/db/schema";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { listPacks } from "@/lib/purchases/packs";
import { systemClock } from "@/lib/shared/clock";
import { openPurchase } from "./open-purchase";

const stage = useBillingStage();

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

async function limitTo(code: string, maxPerPerson: number) {
  await stage.database.read.update(packs).set({ maxPerPerson }).where(eq(packs.code, code));
}

describe("a pack with a limit per person", () => {
  it("is refused once it was bought as often as allowed", async () => {
    await limitTo("starter", 1);
    const { user } = await stage.buy("starter");
    await expect(stage.openPurchase("starter", user)).rejects.toMatchObject({
      code: "conflict",
      detail: "This pack can be bought once per person, and you have reached that limit.",
    });
    await expect(stage.openPurchase("standard", user)).resolves.toMatchObject({ user });
  });

  it("keeps the one open page usable, however often it is asked for", async () => {
    await limitTo("pro", 1);
    const first = await stage.openPurchase("pro");
    expect((await stage.openPurchase("pro", first.user)).id).toBe(first.id);
  });

  it("is sold no more often to requests that race each other and a payment", async () => {
    await limitTo("standard", 2);
    const { user } = await stage.buy("standard");
    const pack = (await listPacks(stage.database.read)).find(({ code }) => code === "standard");
    if (!pack) throw new Error("there is no standard pack");
    const place = { checkoutUi: "hosted", successUrl: undefined, cancelUrl: undefined } as const;
    const race = await Promise.all(
      Array.from({ length: 8 }, () =>
        openPurchase(stage.database, { user, pack, ...place }, systemClock),
      ),
    );
    expect(new Set(race.map(({ id }) => id)).size).toBe(1);
    const open = await stage.openPurchase("standard", user);
    const attempts = Array.from({ length: 8 }, () => stage.openPurchase("standard", user));
    const [delivered, ...tried] = await Promise.allSettled([
      stage.pay(open).then((events) => stage.deliver(...events)),
      ...attempts,
    ]);
    expect(delivered.status).toBe("fulfilled");
    for (const result of tried) {
      if (result.status === "fulfilled") expect(result.value.id).toBe(open.id);
    }
    await expect(stage.openPurchase("standard", user)).rejects.toMatchObject({ code: "conflict" });
  });
});
