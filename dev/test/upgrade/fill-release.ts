import type { Database } from "@/db/client";
import { aDispute, aRefund } from "@/dev/test/kits/billing/payment-updates";
import { eventOf, givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { capture, grant, hold, reverse, spend, transfer } from "@/dev/test/kits/ledger/commands";
import { recordAudit } from "@/lib/audit/record-audit";
import { upsertCustomer } from "@/lib/customers/customers";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { keyOf } from "@/lib/purchases/purchase";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { refreshReports } from "@/lib/reports/refresh-reports";
import { applyRetention } from "@/lib/retention/apply-retention";
import { systemClock } from "@/lib/shared/clock";
import { toSealKeys } from "@/lib/verification/seal-key";
import { sealLedger } from "@/lib/verification/seal-ledger";
import { verifyLedgerAndPurchases } from "@/lib/verification/verify";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";

/** The key of the seals in a frozen release. */
export const SEAL_KEYS = toSealKeys(["the-seal-key-of-frozen-releases-01"]);

/** A shop that has done a little of everything: purchases, a refund, a dispute, usage, holds. */
export async function fillRelease(database: Database): Promise<void> {
  const write = (...commands: Command[]) => database.transaction((tx) => commit(tx, commands));
  const buyer = await givenPurchase(database, "pro");
  const record = (purchase: typeof buyer, updates: ReturnType<typeof paidUpdates>[number][]) =>
    recordPurchaseUpdates(database, { key: keyOf(purchase), updates }, systemClock);
  await record(buyer, paidUpdates(buyer));
  const disputed = await givenPurchase(database);
  await record(disputed, paidUpdates(disputed));
  const refund = { ...aRefund("re_1", 3_000), paymentIntentId: `pi_${buyer.id}` };
  await recordPurchaseUpdates(database, { key: keyOf(buyer), updates: [refund] }, systemClock);
  const dispute = {
    ...aDispute("du_1", 1_000, "needs_response"),
    paymentIntentId: `pi_${disputed.id}`,
  };
  await recordPurchaseUpdates(database, { key: keyOf(disputed), updates: [dispute] }, systemClock);
  const open = await givenPurchase(database);
  const processor = createWebhookProcessor(database, { livemode: false });
  await processor.process(eventOf(open, paidUpdates(open)), "webhook");

  const { accountId } = buyer;
  const customer = await upsertCustomer(database.read, "customer-1", { name: "First customer" });
  await write(
    grant(accountId, 100, { expiresAt: new Date("2030-01-01") }),
    spend(accountId, 30, { metadata: { service: "llm", model: "small" } }),
    hold(accountId, 20, { expiresInSeconds: 31 * 86_400 }),
    transfer(accountId, customer.accountId, 15),
  );
  const [, , placed] = await write(
    spend(accountId, 1),
    reverse(accountId, 4),
    hold(accountId, 5, { expiresInSeconds: 60 }),
  );
  if (placed?.status === "done") await write(capture(accountId, placed.holdId ?? ""));
  await recordAudit(database.read, { actor: "cli", action: "release.freeze" });
  await refreshReports(database);
  await applyRetention(database.read, {
    ...{ eventPayloads: 90, deliveries: 180, mails: 365, reconciliations: 90 },
  });
  await sealLedger(database, SEAL_KEYS, { marginMs: 0 });
  const { faults } = await verifyLedgerAndPurchases(database, SEAL_KEYS);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
