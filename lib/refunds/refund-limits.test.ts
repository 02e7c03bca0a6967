import { afterEach, describe, expect, it } from "vitest";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { setRole } from "@/lib/access/roles";
import { keyOf } from "@/lib/purchases/purchase";
import { writeSetting } from "@/lib/settings/settings";
import { listRefundRequests, startRefund } from "./request-refund";

const stage = useBillingStage();
const forbidden = { code: "forbidden" };

afterEach(async () => {
  expect(await stage.findFaults()).toEqual([]);
});

/** @returns a way to refund a part of a new purchase as somebody */
async function sell() {
  const bought = await stage.buy();
  const purchase = keyOf(await stage.purchase(bought));
  const refund = (admin: string, amountMinor: number) =>
    startRefund(stage.database, { admin, purchase, amountMinor, reason: "The customer asked" });
  return { bought, purchase, refund };
}

describe("support", () => {
  it("refunds up to a sum in 24 hours, over all purchases; what is over is for finance", async () => {
    const [support, finance] = [await makeUser(stage, "support"), await makeUser(stage, "finance")];
    await writeSetting(stage.database, "support_refund_limit_minor", 1_000, finance.id);
    const [first, second] = [await sell(), await sell()];
    await first.refund(support.id, 700);
    await expect(second.refund(support.id, 301)).rejects.toMatchObject(forbidden);
    await second.refund(support.id, 300);
    await expect(second.refund(support.id, 1)).rejects.toMatchObject(forbidden);
    await second.refund(finance.id, 700);
  });

  it("begins no more than that sum when many refunds are begun at once", async () => {
    const [support, admin] = [await makeUser(stage, "support"), await makeUser(stage, "admin")];
    await writeSetting(stage.database, "support_refund_limit_minor", 500, admin.id);
    const [first, second] = [await sell(), await sell()];
    const begun = await Promise.allSettled(
      [first, second, first, second].map(({ refund }) => refund(support.id, 200)),
    );
    expect(begun.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });
});

describe("a purchase of one's own", () => {
  it("is refunded by a colleague, never by oneself, whatever the role", async () => {
    const { bought, purchase, refund } = await sell();
    const { id } = bought.user;
    for (const role of ["support", "finance", "admin"] as const) {
      await setRole(stage.database, id, role, "cli");
      await expect(refund(id, 100)).rejects.toMatchObject(forbidden);
    }
    expect(await listRefundRequests(stage.database.read, purchase)).toEqual([]);
    await refund((await makeUser(stage, "finance")).id, 100);
    await makeUser(stage, "admin");
  });

  it("isn't refunded by a buyer, nor by somebody who isn't here any more", async () => {
    const { bought, refund } = await sell();
    const buyer = await makeUser(stage);
    await expect(refund(buyer.id, 100)).rejects.toMatchObject(forbidden);
    await expect(refund(bought.user.accountId, 100)).rejects.toMatchObject({ code: "not_found" });
  });
});
