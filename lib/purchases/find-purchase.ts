import { and, eq, inArray, isNotNull, isNull, notInArray, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { purchases, stripeObjects } from "@/db/schema";
import { isId } from "@/lib/shared/ids";
import type { PurchaseRef } from "./payment-updates";
import type { PurchaseKey, PurchaseRow } from "./purchase";

/** One purchase by its id; undefined when there is none. The caller checks whose it is. */
export async function findPurchase(db: Db, id: string): Promise<PurchaseRow | undefined> {
  const [row] = await db.select().from(purchases).where(eq(purchases.id, id));
  return row;
}

/** The purchase of an account that waits for the payment of a pack: one at most. */
export async function findOpenPurchase(
  db: Db,
  accountId: string,
  packCode: string,
): Promise<PurchaseRow | undefined> {
  const [open] = await db
    .select()
    .from(purchases)
    .where(
      and(
        eq(purchases.accountId, accountId),
        eq(purchases.packCode, packCode),
        eq(purchases.status, "pending"),
      ),
    );
  return open;
}

/** An account's purchases of a pack that are paid or may still be, also those refunded since. */
export function findCurrentPurchases(
  db: Db,
  accountId: string,
  packCode: string,
): Promise<PurchaseRow[]> {
  return db
    .select()
    .from(purchases)
    .where(
      and(
        eq(purchases.accountId, accountId),
        eq(purchases.packCode, packCode),
        notInArray(purchases.status, ["expired", "failed"]),
      ),
    );
}

/**
 * The purchase that a payment's updates are about.
 * @returns undefined when none is known here; for metadata of ours the caller then says so
 */
export async function findPurchaseKey(db: Db, ref: PurchaseRef): Promise<PurchaseKey | undefined> {
  switch (ref.by) {
    case "purchase":
      return findNamed(db, ref);
    case "session":
      return (await findByStripeIds(db, [ref.sessionId])) ?? findByReference(db, ref);
    case "payment": {
      const ids = [ref.paymentIntentId, ref.chargeId].filter((id) => id !== null);
      return findByStripeIds(db, ids);
    }
  }
}

/** The purchase whose checkout page a session was; undefined when it is none of ours. */
export async function findPurchaseBySession(
  db: Db,
  sessionId: string,
): Promise<PurchaseRow | undefined> {
  const key = await findByStripeIds(db, [sessionId]);
  return key && findPurchase(db, key.purchaseId);
}

/**
 * Metadata names the account as it was when the payment was made. Only a purchase that an admin
 * recreated may belong to another.
 */
function findNamed(db: Db, { accountId, purchaseId }: PurchaseKey) {
  return findKey(
    db,
    and(
      eq(purchases.id, purchaseId),
      or(eq(purchases.accountId, accountId), isNotNull(purchases.recreatedAt)),
    ),
  );
}

/**
 * Anyone can write another's purchase id into the `client_reference_id` of a payment link, so it
 * counts only for a purchase that has no other session.
 */
async function findByReference(
  db: Db,
  ref: Extract<PurchaseRef, { by: "session" }>,
): Promise<PurchaseKey | undefined> {
  if (!isId(ref.clientReferenceId)) return undefined;
  return findKey(
    db,
    and(
      eq(purchases.id, ref.clientReferenceId),
      or(isNull(purchases.sessionId), eq(purchases.sessionId, ref.sessionId)),
    ),
  );
}

async function findKey(db: Db, condition: ReturnType<typeof and>) {
  const [key] = await db
    .select({ accountId: purchases.accountId, purchaseId: purchases.id })
    .from(purchases)
    .where(condition);
  return key;
}

async function findByStripeIds(
  db: Db,
  stripeIds: readonly string[],
): Promise<PurchaseKey | undefined> {
  if (stripeIds.length === 0) return undefined;
  const [key] = await db
    .select({ accountId: stripeObjects.accountId, purchaseId: stripeObjects.purchaseId })
    .from(stripeObjects)
    .where(inArray(stripeObjects.stripeId, [...stripeIds]))
    .limit(1);
  return key;
}
