import type { Db } from "@/db/client";
import { env } from "@/env";
import { findPurchase } from "@/lib/purchases/find-purchase";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { isId } from "@/lib/shared/ids";
import { log } from "@/lib/shared/log";
import { isNotFound } from "@/lib/stripe/errors";
import { readSessionNow } from "@/lib/stripe/payments";
import { findStripeJsUrl } from "@/lib/stripe/stripe-js";

/** What the checkout page shows. */
export type EmbeddedCheckout = { readonly purchase: PurchaseRow } & (
  | { readonly state: "open"; readonly form: StripeForm }
  /** The buyer has paid, or the bank is on it: the return page tells. */
  | { readonly state: "submitted"; readonly sessionId: string }
  | { readonly state: "ended" }
  /** Stripe can't be asked now. Nothing is lost. */
  | { readonly state: "unavailable" }
);

/** What a browser needs to show Stripe's form. None of it is a secret of ours. */
export interface StripeForm {
  readonly clientSecret: string;
  readonly publishableKey: string;
  readonly stripeJsUrl: string | undefined;
}

/**
 * The form of a purchase that is paid on a page of ours.
 * @returns undefined unless this account opened it, with a form: to others the page doesn't exist
 */
export async function readEmbeddedCheckout(
  db: Db,
  accountId: string,
  purchaseId: string,
): Promise<EmbeddedCheckout | undefined> {
  const purchase = isId(purchaseId) ? await findPurchase(db, purchaseId) : undefined;
  const { publishableKey } = env().stripe;
  if (purchase?.accountId !== accountId || purchase.checkoutUi !== "embedded") return undefined;
  const { sessionId } = purchase;
  if (!publishableKey || !sessionId) return { purchase, state: "ended" };
  if (purchase.status !== "pending") {
    const ended = purchase.status === "expired" || purchase.status === "failed";
    return ended ? { purchase, state: "ended" } : { purchase, state: "submitted", sessionId };
  }
  try {
    const { session, clientSecret } = await readSessionNow(sessionId);
    if (session.status === "expired") return { purchase, state: "ended" };
    if (session.status !== "open" || !clientSecret) {
      return { purchase, state: "submitted", sessionId };
    }
    const form = { clientSecret, publishableKey, stripeJsUrl: findStripeJsUrl() };
    return { purchase, state: "open", form };
  } catch (error) {
    if (isNotFound(error)) return { purchase, state: "ended" };
    log.warn({ err: error, purchaseId }, "The checkout page could not ask Stripe");
    return { purchase, state: "unavailable" };
  }
}
