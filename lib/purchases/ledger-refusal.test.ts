import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { ledgerEntries, stripeObjects } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { purchase as bought } from "@/dev/test/kits/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { systemClock } from "@/lib/shared/clock";
import { findPurchase } from "./find-purchase";
import { keyOf } from "./purchase";
import { recordPurchaseUpdates } from "./record-payment-updates";

const db = useTestDatabase();

it("a payment that the ledger refuses changes nothing: neither the purchase nor what is claimed", async () => {
  const { database } = db();
  const purchase = await givenPurchase(database);
  const paymentId = `pi_${purchase.id}`;
  // The ledger has this payment with other credits already, which no purchase here knows of.
  await database.transaction((tx) =>
    commit(tx, [bought(purchase.accountId, "it", 7, { paymentId })]),
  );
  await expect(
    recordPurchaseUpdates(
      database,
      { key: keyOf(purchase), updates: paidUpdates(purchase) },
      systemClock,
    ),
  ).rejects.toThrow(/the ledger refused a purchase/);
  expect(await findPurchase(database.read, purchase.id)).toEqual(purchase);
  const isClaim = eq(stripeObjects.purchaseId, purchase.id);
  expect(await database.read.select().from(stripeObjects).where(isClaim)).toEqual([]);
  const isOwn = eq(ledgerEntries.accountId, purchase.accountId);
  expect(await database.read.select().from(ledgerEntries).where(isOwn)).toHaveLength(1);
});
