import type { Database } from "@/db/client";
import { findPurchaseBySession } from "@/lib/purchases/find-purchase";
import { keyOf, type PurchaseRow } from "@/lib/purchases/purchase";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { withDeadline } from "@/lib/shared/deadline";
import { ProductError } from "@/lib/shared/errors";
import { isNotFound, stripeUnavailable } from "@/lib/stripe/errors";
import { readSessionNow } from "@/lib/stripe/payments";

const DEADLINE_MS = 9_000;

/**
 * Brings a purchase in line with what its session says now: credits it when it was paid. What the
 * webhook does with a signed event this does by asking Stripe; both record payment updates, so any
 * number of calls, at once or later, credit once.
 *
 * @returns the purchase afterwards
 * @throws ProductError not_found for a session that no purchase here has; payment_provider_unavailable
 *   when Stripe can't be asked: nothing is lost, the webhook or the next call does it
 */
export async function fulfil(database: Database, sessionId: string): Promise<PurchaseRow> {
  const purchase = await findPurchaseBySession(database.read, sessionId);
  if (!purchase) throw unknownSession();
  if (purchase.completedAt) return purchase;
  const { updates } = await askStripe(sessionId);
  const recorded = await withDeadline(
    recordPurchaseUpdates(database, { key: keyOf(purchase), updates }, systemClock),
    DEADLINE_MS,
  );
  return recorded.purchase?.row ?? purchase;
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
