import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { purchases, stripeObjects } from "@/db/schema";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { expireSession } from "@/lib/stripe/create-session";
import { isNotFound, isUndecided, stripeUnavailable } from "@/lib/stripe/errors";
import { fulfil } from "./fulfil";

/**
 * Notes the page that Stripe made for a purchase, and whose it is.
 * @returns false when the purchase was ended while Stripe made the page: end the page, too, then
 */
export async function recordSession(
  database: Database,
  purchase: PurchaseRow,
  session: { readonly id: string },
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [noted] = await tx
      .update(purchases)
      .set({ sessionId: session.id })
      .where(isPurchase(purchase))
      .returning({ status: purchases.status });
    await tx
      .insert(stripeObjects)
      .values({ stripeId: session.id, accountId: purchase.accountId, purchaseId: purchase.id })
      .onConflictDoNothing();
    return noted?.status === "pending";
  });
}

/**
 * Ends an open purchase: first its page, so that nobody pays for it any more, then the row. When the
 * page turns out to be paid, the purchase is credited instead.
 * @throws ProductError payment_provider_unavailable when Stripe can't be asked
 */
export async function endPurchase(
  database: Database,
  purchase: PurchaseRow,
  status: "expired" | "failed",
  statusReason: string,
): Promise<void> {
  if (purchase.sessionId) {
    try {
      await expireSession(purchase.sessionId);
    } catch (error) {
      if (isUndecided(error)) {
        throw stripeUnavailable(error, "Stripe can't be reached right now. Try again in a moment.");
      }
      // Stripe expires open pages only: this one was paid or had expired. Do what it says. One
      // that Stripe doesn't know (any more) can't be paid.
      if (!isNotFound(error)) await fulfil(database, purchase.sessionId);
    }
  }
  await database.read
    .update(purchases)
    .set({ status, statusReason, updatedAt: new Date() })
    .where(and(isPurchase(purchase), eq(purchases.status, "pending")));
}

function isPurchase(purchase: PurchaseRow) {
  return and(eq(purchases.accountId, purchase.accountId), eq(purchases.id, purchase.id));
}
