import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { packs } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { aPurchase } from "@/dev/test/kits/billing/payment-updates";
import { givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { findPurchase } from "./find-purchase";
import { listPurchases, listPurchasesWithBuyers } from "./list-purchases";
import { listPacks } from "./packs";
import { keyOf, type PurchaseRow } from "./purchase";
import { toPurchaseJson } from "./purchase-json";
import { recordPaymentUpdates } from "./record-payment-updates";

const db = useTestDatabase();
const read = () => db().database.read;

describe("packs", () => {
  it("for sale are those of Ops-Center, in its order and at its prices", async () => {
    const rows = await listPacks(read());
    expect(rows.map((pack) => [pack.code, pack.priceMinor, pack.credits / 1_000_000n])).toEqual([
      ["starter", 1_000, 1_000n],
      ["standard", 4_500, 5_000n],
      ["pro", 8_000, 10_000n],
      ["enterprise", 35_000, 50_000n],
    ]);
  });

  it("that were retired are shown only where they are asked for", async () => {
    await read().update(packs).set({ active: false }).where(eq(packs.code, "enterprise"));
    expect((await listPacks(read())).map((pack) => pack.code)).not.toContain("enterprise");
    const all = await listPacks(read(), { includeInactive: true });
    expect(all.map((pack) => pack.code)).toContain("enterprise");
  });
});

describe("purchases", () => {
  const purchases: PurchaseRow[] = [];

  beforeAll(async () => {
    for (const code of ["starter", "standard", "pro"]) {
      purchases.push(await givenPurchase(db().database, code));
    }
    const [first] = purchases;
    if (!first) throw new Error("no purchase");
    await db().database.transaction((tx) =>
      recordPaymentUpdates(tx, [{ key: keyOf(first), updates: paidUpdates(first) }], systemClock),
    );
  });

  it("come page after page, newest first, none twice and none left out", async () => {
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listPurchases(read(), { before, limit: 1 });
      seen.push(...page.map((row) => row.packCode));
      before = page.at(-1)?.id;
    } while (before);
    expect(seen).toEqual(["pro", "standard", "starter"]);
    const byOffset = await listPurchases(read(), { limit: 2, offset: 1 });
    expect(byOffset.map((row) => row.packCode)).toEqual(["standard", "starter"]);
  });

  it("of an account are not shown to another", async () => {
    const [first] = purchases;
    const own = await listPurchases(read(), { accountId: first?.accountId, limit: 10 });
    expect(own.map((row) => row.id)).toEqual([first?.id]);
    expect(await listPurchases(read(), { accountId: newId(), limit: 10 })).toEqual([]);
  });

  it("with a status leave the others out", async () => {
    const paid = await listPurchasesWithBuyers(read(), { status: "completed", limit: 10 });
    expect(paid.map(({ purchase }) => purchase.packCode)).toEqual(["starter"]);
    expect(paid[0]?.email).toMatch(/@example\.com$/);
    expect(await listPurchases(read(), { status: "pending", limit: 10 })).toHaveLength(2);
  });

  it("are found by their id", async () => {
    expect((await findPurchase(read(), purchases[1]?.id ?? ""))?.packCode).toBe("standard");
    expect(await findPurchase(read(), newId())).toBeUndefined();
  });
});

it("a purchase that was paid in another currency is given in that one by the API", () => {
  const paid = {
    acceptedMinor: 900,
    acceptedCurrency: "eur",
    paidMinor: 1071,
    paidCurrency: "eur",
  };
  expect(toPurchaseJson(aPurchase(paid).row)).toMatchObject({
    amount_paid: 10.71,
    currency: "eur",
  });
  expect(toPurchaseJson(aPurchase().row)).toMatchObject({ amount_paid: 10, currency: "usd" });
});
