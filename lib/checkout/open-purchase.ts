import { and, eq, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { type packs, purchases } from "@/db/schema";
import { env } from "@/env";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import type { Clock } from "@/lib/shared/clock";
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

/** The open order of a person for a pack: the one there is, or a new one. */
export async function openPurchase(
  database: Database,
  input: CheckoutInput,
  clock: Clock,
): Promise<PurchaseRow> {
  const now = clock();
  for (;;) {
    const purchase = await database.transaction((tx) => findOrInsert(tx, input, now));
    if (fits(purchase, input, now)) return purchase;
    await endPurchase(
      database,
      purchase,
      "expired",
      "Another checkout page took the place of this one.",
    );
  }
}

async function findOrInsert(tx: Tx, input: CheckoutInput, now: Date): Promise<PurchaseRow> {
  const id = newId();
  const { user, pack } = input;
  const [inserted] = await tx
    .insert(purchases)
    .values({
      id,
      accountId: user.accountId,
      userId: user.id,
      packCode: pack.code,
      packName: pack.name,
      credits: pack.credits,
      amountMinor: pack.priceMinor,
      currency: pack.currency,
      allowFree: pack.allowFree,
      checkoutUi: input.checkoutUi,
      ...urlsOf(input, id),
      sessionExpiresAt: new Date(now.getTime() + PAGE_OPEN_MS),
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({
      target: [purchases.accountId, purchases.packCode],
      where: sql`${purchases.status} = 'pending'`,
    })
    .returning();
  if (inserted) return inserted;
  const [open] = await tx
    .select()
    .from(purchases)
    .where(
      and(
        eq(purchases.accountId, user.accountId),
        eq(purchases.packCode, pack.code),
        eq(purchases.status, "pending"),
      ),
    );
  // It was completed between the two statements: then there is room for a new one.
  return open ?? findOrInsert(tx, input, now);
}

function fits(purchase: PurchaseRow, input: CheckoutInput, now: Date): boolean {
  const { successUrl, cancelUrl } = urlsOf(input, purchase.id);
  return (
    purchase.credits === input.pack.credits &&
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
