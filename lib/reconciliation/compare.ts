import type { Database } from "@/db/client";
import type { PaymentUpdate } from "@/lib/purchases/payment-updates";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { readPurchases } from "@/lib/purchases/repository";
import { findPostingFaults } from "@/lib/purchases/verify-purchases";
import { systemClock } from "@/lib/shared/clock";
import type { StripeItem } from "@/lib/stripe/list-objects";
import { decideRepair } from "./decide-repair";
import { examineItem } from "./examine-item";
import { findDismissed, findPurchases } from "./find-purchases";
import { findInFlight } from "./in-flight";
import type { ItemResult } from "./report";
import type { ReportBuilder } from "./report-builder";

export interface CompareContext {
  readonly database: Database;
  readonly dryRun: boolean;
  readonly report: ReportBuilder;
  /** @returns since when changes are left to the webhook; undefined for none */
  readonly inFlightSince: () => Date | undefined;
}

/**
 * Compares a page of Stripe's objects with the purchases that they belong to, and records what
 * they say that isn't known here. What agrees, almost everything, is only read: no lock, no write.
 */
export async function compareItems(
  context: CompareContext,
  items: readonly StripeItem[],
): Promise<void> {
  const { database, dryRun, report } = context;
  const keys = await findPurchases(database.read, items);
  const [purchases, dismissed] = await Promise.all([
    readPurchases(database.read, [...keys.values()]),
    findDismissed(database.read, items),
  ]);
  const postingFaults = await findPostingFaults(database, [...keys.values()]);
  let inFlight: Promise<ReadonlySet<string>> | undefined;
  const isInFlight = async (id: string): Promise<boolean> => {
    // Asked after the page was read, so that no change of it is missing from the answer.
    inFlight ??= findInFlight(context.inFlightSince());
    return (await inFlight).has(id);
  };

  const examine = async (item: StripeItem): Promise<ItemResult> => {
    const key = keys.get(item.id);
    const purchase = key && purchases.get(key.purchaseId);
    if (!key || !purchase) return examineUnknown(item, dismissed.has(item.id), isInFlight);
    const repair = decideRepair(purchase, item);
    const mismatch = dismissed.has(item.id) ? undefined : repair.mismatch;
    const result: ItemResult = mismatch
      ? { is: "needsReview", reason: mismatch }
      : { is: "repaired", kind: repair.kind };
    if (!repair.differs) {
      // A payment is in order when its credits are in the ledger, whatever the purchase says.
      const fault = isPayment(repair.updates) ? postingFaults.get(key.purchaseId) : undefined;
      if (fault) return { is: "needsReview", reason: fault };
      return mismatch ? result : { is: "matched" };
    }
    if (await isInFlight(item.id)) return { is: "inFlight" };
    if (!dryRun) {
      await recordPurchaseUpdates(database, { key, updates: repair.updates }, systemClock);
    }
    // Later objects of the page may be of the same payment.
    purchases.set(key.purchaseId, repair.purchase);
    return result;
  };
  for (const item of items) await examineItem(report, item.id, () => examine(item));
}

/** A payment that names a purchase which isn't in this database. */
async function examineUnknown(
  item: StripeItem,
  isDismissed: boolean,
  isInFlight: (id: string) => Promise<boolean>,
): Promise<ItemResult> {
  // Another copy of this program may use the same Stripe account; its unpaid sessions don't matter.
  if (!item.named || isDismissed || !isPaidSession(item)) return { is: "matched" };
  if (await isInFlight(item.id)) return { is: "inFlight" };
  return {
    is: "needsReview",
    reason: `Purchase ${item.named.purchaseId} of this payment isn't in the database. No credits were added.`,
  };
}

function isPaidSession(item: StripeItem): boolean {
  return item
    .readUpdates()
    .some((update) => update.type === "session" && update.paymentStatus !== "unpaid");
}

function isPayment(updates: readonly PaymentUpdate[]): boolean {
  return updates.some(({ type }) => type === "session");
}
