import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { purchases, stripeObjects } from "@/db/schema";
import { logPurchase } from "@/lib/purchases/log-purchase";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { withDeadline } from "@/lib/shared/deadline";
import { ProductError } from "@/lib/shared/errors";
import { isNotFound, stripeUnavailable } from "@/lib/stripe/errors";
import { readSessionNow } from "@/lib/stripe/payments";

const DEADLINE_MS = 9_000;

/**
 * Brings a purchase in line with what its session says now: credits it when it was paid. What the
 * webhook does with a signed event this does by asking Stripe; both end in `recordPaymentUpdates`, so any
 * number of calls, at once or later, credit once.
 *
 * @returns the purchase afterwards
 * @throws ProductError not_found for a session that no purchase here has; payment_provider_unavailable
 *   when Stripe can't be asked: nothing is lost, the webhook or the next call does it
 */
export async function fulfil(database: Database, sessionId: string): Promise<PurchaseRow> {
  const purchase = await findPurchaseBySession(database, sessionId);
  if (!purchase) throw unknownSession();
  if (purchase.completedAt) return purchase;
  const { updates } = await askStripe(sessionId);
  const key = { accountId: purchase.accountId, purchaseId: purchase.id };
  const [result] = await withDeadline(
    database.transaction((tx) => recordPaymentUpdates(tx, [{ key, updates }], systemClock)),
    DEADLINE_MS,
  );
  if (result?.credited) logPurchase(result.purchase);
  return result?.purchase?.row ?? purchase;
}

/** The purchase whose checkout page a session was; undefined when it is none of ours. */
export async function findPurchaseBySession(
  database: Database,
  sessionId: string,
): Promise<PurchaseRow | undefined> {
  const [found] = await database.read
    .select({ purchase: purchases })
    .from(stripeObjects)
    .innerJoin(purchases, eq(purchases.id, stripeObjects.purchaseId))
    .where(eq(stripeObjects.stripeId, sessionId))
    .limit(1);
  return found?.purchase;
}

async function askStripe(sessionId: string) {
  try {
    return await readSessionNow(sessionId);
  } catch (error) {
    if (isNotFound(error)) throw unknownSession();
    throw stripeUnavailable(
      error,
      "Stripe can't be asked right now. If you paid, nothing is lost: the credits come as soon as Stripe confirms the payment.",
    );
  }
}

function unknownSession(): ProductError {
  return new ProductError("not_found", { detail: "There is no such checkout here." });
}
