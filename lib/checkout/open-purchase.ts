import type { Database, Tx } from "@/db/client";
import type { packs } from "@/db/schema";
import { env } from "@/env";
import { findCurrentPurchases, findOpenPurchase } from "@/lib/purchases/find-purchase";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { insertPurchase, lockBuyer } from "@/lib/purchases/repository";
import type { Clock } from "@/lib/shared/clock";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { endPurchase } from "./purchase-session";

export type Pack = typeof packs.$inferSelect;

export interface CheckoutUser {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
}

interface CheckoutInput {
  readonly user: CheckoutUser;
  readonly pack: Pack;
  readonly checkoutUi: PurchaseRow["checkoutUi"];
  readonly successUrl: string | undefined;
  readonly cancelUrl: string | undefined;
}

/** Stripe takes 30 minutes to 24 hours: https://docs.stripe.com/api/checkout/sessions/create */
const PAGE_OPEN_MS = 2 * 60 * 60 * 1000;
/** A page about to close would close on the buyer; and Stripe makes none for less than 30 minutes. */
const MIN_LEFT_MS = 35 * 60 * 1000;

/**
 * The open purchase of a user for a pack: the one there is, or a new one.
 * @throws ProductError conflict when the user has bought the pack as often as it allows
 */
export async function openPurchase(
  database: Database,
  input: CheckoutInput,
  clock: Clock,
): Promise<PurchaseRow> {
  const now = clock();
  for (;;) {
    const purchase = await database.transaction((tx) => findOrInsert(tx, input, now));
    if (fits(purchase, input, now)) return purchase;
    await endPurchase(database, purchase, "Another checkout page took the place of this one.");
  }
}

async function findOrInsert(tx: Tx, input: CheckoutInput, now: Date): Promise<PurchaseRow> {
  const id = newId();
  const { user, pack } = input;
  if (pack.maxPerPerson !== null) {
    const open = await claimWithinLimit(tx, user, pack.code, pack.maxPerPerson);
    if (open) return open;
  }
  const inserted = await insertPurchase(tx, {
    id,
    accountId: user.accountId,
    userId: user.id,
    packCode: pack.code,
    packName: pack.name,
    packDescription: pack.description,
    stripePriceId: pack.stripePriceId,
    credits: pack.credits,
    creditsExpireAfterDays: pack.creditsExpireAfterDays,
    amountMinor: pack.priceMinor,
    currency: pack.currency,
    allowFree: pack.allowFree,
    checkoutUi: input.checkoutUi,
    ...urlsOf(input, id),
    customerEmail: user.email,
    sessionExpiresAt: new Date(now.getTime() + PAGE_OPEN_MS),
    createdAt: now,
    updatedAt: now,
  });
  if (inserted) return inserted;
  const open = await findOpenPurchase(tx, user.accountId, pack.code);
  // It was completed between the two statements: then there is room for a new one.
  return open ?? findOrInsert(tx, input, now);
}

/**
 * The user's row is locked until the purchase is written, and one statement reads what is open and
 * what was bought: a payment that completes meanwhile is counted as one or the other.
 * @returns the purchase that is open already
 */
async function claimWithinLimit(
  tx: Tx,
  user: CheckoutUser,
  packCode: string,
  limit: number,
): Promise<PurchaseRow | undefined> {
  await lockBuyer(tx, user.id);
  const current = await findCurrentPurchases(tx, user.accountId, packCode);
  const open = current.find(({ status }) => status === "pending");
  const bought = current.length - (open ? 1 : 0);
  if (bought < limit) return open;
  throw new ProductError("conflict", {
    detail: `This pack can be bought ${limit === 1 ? "once" : `${limit} times`} per person, and you have reached that limit.`,
  });
}

function fits(purchase: PurchaseRow, input: CheckoutInput, now: Date): boolean {
  const { successUrl, cancelUrl } = urlsOf(input, purchase.id);
  return (
    purchase.credits === input.pack.credits &&
    purchase.creditsExpireAfterDays === input.pack.creditsExpireAfterDays &&
    purchase.amountMinor === input.pack.priceMinor &&
    purchase.currency === input.pack.currency &&
    purchase.checkoutUi === input.checkoutUi &&
    purchase.successUrl === successUrl &&
    purchase.cancelUrl === cancelUrl &&
    purchase.sessionExpiresAt.getTime() - now.getTime() > MIN_LEFT_MS
  );
}

function urlsOf({ successUrl, cancelUrl }: CheckoutInput, purchaseId: string) {
  const { appUrl } = env().web;
  return {
    successUrl: successUrl ?? `${appUrl}/admin/credits/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: cancelUrl ?? `${appUrl}/admin/credits?cancelled=${purchaseId}`,
  };
}
