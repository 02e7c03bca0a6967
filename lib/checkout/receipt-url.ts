import type { Database } from "@/db/client";
import { keyOf, type PurchaseRow } from "@/lib/purchases/purchase";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { log } from "@/lib/shared/log";
import { readSessionNow } from "@/lib/stripe/payments";

/**
 * Stripe's own receipt of a paid purchase. Asked of Stripe when no event brought it yet, and kept.
 * @returns undefined when there is none, or Stripe can't be asked: a mail goes out without it
 */
export async function findReceiptUrl(
  database: Database,
  purchase: PurchaseRow,
): Promise<string | undefined> {
  if (purchase.receiptUrl) return purchase.receiptUrl;
  if (!purchase.sessionId) return undefined;
  try {
    const { updates } = await readSessionNow(purchase.sessionId);
    const recorded = await recordPurchaseUpdates(
      database,
      { key: keyOf(purchase), updates },
      systemClock,
    );
    return recorded.purchase?.row.receiptUrl ?? undefined;
  } catch (error) {
    log.warn({ err: error, purchaseId: purchase.id }, "Stripe's receipt could not be asked for");
    return undefined;
  }
}
