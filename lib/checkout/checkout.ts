import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { packs } from "@/db/schema";
import { env } from "@/env";
import { hasOpenDispute } from "@/lib/purchases/disputes";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { ProductError } from "@/lib/shared/errors";
import { createSession } from "@/lib/stripe/create-session";
import { isNotFound, isUndecided, stripeUnavailable } from "@/lib/stripe/errors";
import { readSessionNow } from "@/lib/stripe/payments";
import { fulfil } from "./fulfil";
import { type CheckoutUser, openPurchase, type Pack } from "./open-purchase";
import { endPurchase, endRow, recordSession } from "./purchase-session";

export interface CheckoutRequest {
  readonly user: CheckoutUser;
  readonly packCode: string;
  /** Where the buyer pays; on Stripe's page unless told. */
  readonly checkoutUi?: PurchaseRow["checkoutUi"];
  /** Where Stripe sends the buyer; on our own origin. Our return page unless told. */
  readonly successUrl?: string;
  readonly cancelUrl?: string;
}

export interface Checkout {
  readonly purchaseId: string;
  readonly sessionId: string;
  /** Where to send the buyer: Stripe's page, or ours with Stripe's form. */
  readonly checkoutUrl: string;
}

/** A purchase may turn out paid, expired or changed; then another is opened. More often than this is a fault. */
const MAX_PURCHASES = 4;

const RETRY_DETAIL =
  "Stripe can't be reached right now. Nothing was charged and nothing is lost. Try again in a moment.";

/**
 * Opens a checkout page. The purchase row comes first, then Stripe hears of it; an open page of the
 * same user for the same pack is used again, so a double click, a second tab or a retry after a
 * time-out never makes a second one.
 *
 * @throws ProductError not_found (no such pack), invalid_input (a URL elsewhere), conflict (an open
 *   dispute), payment_provider_unavailable (Stripe down or slow: try again)
 */
export async function startCheckout(
  database: Database,
  request: CheckoutRequest,
  clock: Clock = systemClock,
): Promise<Checkout> {
  const place = {
    checkoutUi: request.checkoutUi ?? "hosted",
    successUrl: ownUrl(request.successUrl),
    cancelUrl: ownUrl(request.cancelUrl),
  };
  if (env().stripe.blockPurchasesDuringDispute) {
    if (await hasOpenDispute(database.read, request.user.accountId)) {
      throw new ProductError("conflict", {
        detail:
          "A payment of this account is disputed at the bank. New purchases are possible again when the dispute is closed.",
      });
    }
  }
  for (let tries = 0; tries < MAX_PURCHASES; tries += 1) {
    // Read anew each time: by yesterday's price the page of a later click would be taken for an old one.
    const pack = await findPack(database, request.packCode);
    const purchase = await openPurchase(database, { user: request.user, pack, ...place }, clock);
    const checkout = purchase.sessionId
      ? await reuseSession(database, purchase, purchase.sessionId)
      : await makeSession(database, purchase);
    if (checkout) return checkout;
  }
  throw new ProductError("conflict", {
    detail: "The checkout page could not be opened. Reload the page and try again.",
  });
}

async function findPack(database: Database, code: string): Promise<Pack> {
  const [pack] = await database.read
    .select()
    .from(packs)
    .where(and(eq(packs.code, code), eq(packs.active, true)));
  if (!pack) {
    throw new ProductError("not_found", {
      detail: `There is no pack "${code.slice(0, 40)}" for sale. The packages list shows what there is.`,
    });
  }
  return pack;
}

function ownUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const own = new URL(env().web.appUrl);
  if (!URL.canParse(url, own) || new URL(url, own).origin !== own.origin) {
    throw new ProductError("invalid_input", {
      detail: `success_url and cancel_url must be on ${own.origin}.`,
    });
  }
  return new URL(url, own).href.replace("%7BCHECKOUT_SESSION_ID%7D", "{CHECKOUT_SESSION_ID}");
}

function toCheckout(
  { id: purchaseId, checkoutUi }: PurchaseRow,
  { id: sessionId, url }: { id: string; url: string | null },
): Checkout {
  const checkoutUrl =
    checkoutUi === "embedded" ? `${env().web.appUrl}/admin/credits/checkout/${purchaseId}` : url;
  if (!checkoutUrl) throw new Error(`session ${sessionId} has no page to send the buyer to`);
  return { purchaseId, sessionId, checkoutUrl };
}

/** @returns undefined when the page can't be used any more, and the purchase has ended accordingly */
async function reuseSession(
  database: Database,
  purchase: PurchaseRow,
  sessionId: string,
): Promise<Checkout | undefined> {
  try {
    const { session, url } = await readSessionNow(sessionId);
    if (session.status === "open") return toCheckout(purchase, { id: sessionId, url });
  } catch (error) {
    if (!isNotFound(error)) throw stripeUnavailable(error, RETRY_DETAIL);
    await endRow(database, purchase, "expired", "Stripe doesn't know this checkout page any more.");
    return undefined;
  }
  await fulfil(database, sessionId);
  return undefined;
}

/** @returns undefined when the purchase was ended meanwhile, or can't have a page any more */
async function makeSession(
  database: Database,
  purchase: PurchaseRow,
): Promise<Checkout | undefined> {
  const session = await askForSession(database, purchase);
  if (await recordSession(database, purchase, session)) {
    return toCheckout(purchase, session);
  }
  await endPurchase(
    database,
    { ...purchase, sessionId: session.id },
    "Another checkout page took the place of this one.",
  );
  return undefined;
}

async function askForSession(
  database: Database,
  purchase: PurchaseRow,
): Promise<{ id: string; url: string | null }> {
  try {
    return await createSession(purchase);
  } catch (error) {
    // Stripe keeps a refusal under the idempotency key, so this purchase could never be tried again.
    if (!isUndecided(error)) {
      await endRow(database, purchase, "failed", "Stripe refused to open a checkout page.");
    }
    throw stripeUnavailable(error, RETRY_DETAIL);
  }
}
