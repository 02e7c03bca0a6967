import type { Database } from "@/db/client";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { observeAll } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { log } from "@/lib/shared/log";
import { readSessionNow } from "@/lib/stripe/payments";

/**
 * Stripe's own receipt of a paid order. Asked of Stripe when no event brought it yet, and kept.
 * @returns undefined when there is none, or Stripe can't be asked: a mail goes out without it
 */
export async function findReceiptUrl(
  database: Database,
  order: PurchaseRow,
): Promise<string | undefined> {
  if (order.receiptUrl) return order.receiptUrl;
  if (!order.sessionId) return undefined;
  try {
    const { facts } = await readSessionNow(order.sessionId);
    const key = { accountId: order.accountId, purchaseId: order.id };
    const [result] = await database.transaction((tx) =>
      observeAll(tx, [{ key, facts }], systemClock),
    );
    return result?.order?.row.receiptUrl ?? undefined;
  } catch (error) {
    log.warn({ err: error, purchaseId: order.id }, "Stripe's receipt could not be asked for");
    return undefined;
  }
}
