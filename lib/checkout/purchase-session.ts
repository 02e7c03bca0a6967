import type { Database } from "@/db/client";
import { endPending, noteSession } from "@/lib/purchases/lifecycle";
import { keyOf, type PurchaseRow } from "@/lib/purchases/purchase";
import { changePurchase } from "@/lib/purchases/repository";
import { claimStripeObjects, findForeign } from "@/lib/purchases/stripe-objects";
import { createSession, expireSession } from "@/lib/stripe/create-session";
import { isNotFound, isUndecided, refusalOf, stripeUnavailable } from "@/lib/stripe/errors";
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
  const key = keyOf(purchase);
  return database.transaction(async (tx) => {
    const noted = await changePurchase(tx, key, (known) => noteSession(known, session, new Date()));
    const owners = await claimStripeObjects(tx, [{ key, stripeIds: [session.id] }]);
    const foreign = findForeign(owners, [session.id], key);
    if (foreign) throw new Error(`${session.id} belongs to purchase ${foreign.owner.purchaseId}`);
    return noted?.row.status === "pending";
  });
}

/**
 * Ends an open purchase: first its page, so that it can no longer be paid, then the row. When
 * the page turns out to be paid, the purchase is credited instead.
 * @throws ProductError payment_provider_unavailable when Stripe can't be asked
 */
export async function endPurchase(
  database: Database,
  purchase: PurchaseRow,
  statusReason: string,
): Promise<void> {
  const sessionId = purchase.sessionId ?? (await findUnnotedSession(database, purchase));
  if (sessionId) {
    try {
      await expireSession(sessionId);
    } catch (error) {
      if (isUndecided(error)) throw unavailable(error);
      // Stripe expires open pages only: this one was paid or had expired. Do what it says. One
      // that Stripe doesn't know (any more) can't be paid.
      if (!isNotFound(error)) await fulfil(database, sessionId);
    }
  }
  await endRow(database, purchase, "expired", statusReason);
}

/** Ends the row of a purchase that has no page: Stripe refused to make one. */
export async function endRow(
  database: Database,
  purchase: PurchaseRow,
  status: "expired" | "failed",
  statusReason: string,
): Promise<void> {
  await database.transaction((tx) =>
    changePurchase(tx, keyOf(purchase), (known) =>
      endPending(known, status, statusReason, new Date()),
    ),
  );
}

/**
 * Stripe may have made a page and its answer was lost, or the process died before noting it. Asked
 * again under the same idempotency key, Stripe names that page; a page that it makes only now is
 * ended at once.
 * @returns undefined when there is no page
 */
async function findUnnotedSession(
  database: Database,
  purchase: PurchaseRow,
): Promise<string | undefined> {
  if (purchase.sessionExpiresAt.getTime() < Date.now()) return undefined;
  try {
    const session = await createSession(purchase);
    await recordSession(database, purchase, session);
    return session.id;
  } catch (error) {
    if (refusalOf(error)) return undefined;
    throw unavailable(error);
  }
}

function unavailable(error: unknown) {
  return stripeUnavailable(error, "Stripe can't be reached right now. Try again in a moment.");
}
