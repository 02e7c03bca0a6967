import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { purchases, stripeObjects } from "@/db/schema";
import { logPurchase } from "@/lib/purchases/log-purchase";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { observeAll } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { withDeadline } from "@/lib/shared/deadline";
import { ProductError } from "@/lib/shared/errors";
import { isNotFound, stripeUnavailable } from "@/lib/stripe/errors";
import { readSessionNow } from "@/lib/stripe/payments";

const DEADLINE_MS = 9_000;

/**
 * Brings an order in line with what its session says now: credits it when it was paid. What the
 * webhook does with a signed event this does by asking Stripe; both end in `observeAll`, so any
 * number of calls, at once or later, credit once.
 *
 * @returns the order afterwards
 * @throws ProductError not_found for a session that no order here has; payment_provider_unavailable
 *   when Stripe can't be asked: nothing is lost, the webhook or the next call does it
 */
export async function fulfil(database: Database, sessionId: string): Promise<PurchaseRow> {
  const order = await findOrderBySession(database, sessionId);
  if (!order) throw unknownSession();
  if (order.completedAt) return order;
  const { facts } = await askStripe(sessionId);
  const key = { accountId: order.accountId, purchaseId: order.id };
  const [result] = await withDeadline(
    database.transaction((tx) => observeAll(tx, [{ key, facts }], systemClock)),
    DEADLINE_MS,
  );
  if (result?.credited) logPurchase(result.order);
  return result?.order?.row ?? order;
}

/** The order whose checkout page a session was; undefined when it is none of ours. */
export async function findOrderBySession(
  database: Database,
  sessionId: string,
): Promise<PurchaseRow | undefined> {
  const [found] = await database.read
    .select({ order: purchases })
    .from(stripeObjects)
    .innerJoin(purchases, eq(purchases.id, stripeObjects.purchaseId))
    .where(eq(stripeObjects.stripeId, sessionId))
    .limit(1);
  return found?.order;
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
