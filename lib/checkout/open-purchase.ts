import { and, eq, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { type packs, purchases } from "@/db/schema";
import { env } from "@/env";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import type { Clock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { endOrder } from "./purchase-session";

export type Pack = typeof packs.$inferSelect;

export interface Person {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
}

interface Wanted {
  readonly person: Person;
  readonly pack: Pack;
  readonly successUrl: string | undefined;
  readonly cancelUrl: string | undefined;
}

/** Stripe takes 30 minutes to 24 hours: https://docs.stripe.com/api/checkout/sessions/create */
const PAGE_OPEN_MS = 2 * 60 * 60 * 1000;
/** A page about to close would close on the buyer; and Stripe makes none for less than 30 minutes. */
const MIN_LEFT_MS = 35 * 60 * 1000;

/** The open order of a person for a pack: the one there is, or a new one. */
export async function openOrder(
  database: Database,
  wanted: Wanted,
  clock: Clock,
): Promise<PurchaseRow> {
  const now = clock();
  for (;;) {
    const order = await database.transaction((tx) => findOrInsert(tx, wanted, now));
    if (fits(order, wanted, now)) return order;
    await endOrder(database, order, "expired", "Another checkout page took the place of this one.");
  }
}

async function findOrInsert(tx: Tx, wanted: Wanted, now: Date): Promise<PurchaseRow> {
  const id = newId();
  const { person, pack } = wanted;
  const [inserted] = await tx
    .insert(purchases)
    .values({
      id,
      accountId: person.accountId,
      userId: person.id,
      packCode: pack.code,
      packName: pack.name,
      credits: pack.credits,
      amountMinor: pack.priceMinor,
      currency: pack.currency,
      allowFree: pack.allowFree,
      ...urlsOf(wanted, id),
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
        eq(purchases.accountId, person.accountId),
        eq(purchases.packCode, pack.code),
        eq(purchases.status, "pending"),
      ),
    );
  // It was completed between the two statements: then there is room for a new one.
  return open ?? findOrInsert(tx, wanted, now);
}

function fits(order: PurchaseRow, wanted: Wanted, now: Date): boolean {
  const { successUrl, cancelUrl } = urlsOf(wanted, order.id);
  return (
    order.credits === wanted.pack.credits &&
    order.amountMinor === wanted.pack.priceMinor &&
    order.currency === wanted.pack.currency &&
    order.successUrl === successUrl &&
    order.cancelUrl === cancelUrl &&
    order.sessionExpiresAt.getTime() - now.getTime() > MIN_LEFT_MS
  );
}

function urlsOf({ successUrl, cancelUrl }: Wanted, purchaseId: string) {
  const { appUrl } = env().web;
  return {
    successUrl: successUrl ?? `${appUrl}/admin/credits/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: cancelUrl ?? `${appUrl}/admin/credits?cancelled=${purchaseId}`,
  };
}
