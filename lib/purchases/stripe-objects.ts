import { inArray } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { stripeObjects } from "@/db/schema";
import type { PurchaseKey } from "./purchase";

export interface Claim extends PurchaseKey {
  readonly stripeId: string;
}

/** The purchase that a Stripe object belongs to, by the object's id. */
export type Owners = ReadonlyMap<string, PurchaseKey>;

/**
 * Claims Stripe objects for purchases. An object that is claimed already keeps its owner; waits for
 * a transaction that is just claiming the same one.
 * @returns the owner of each object: the caller compares, since a claim can be lost
 */
export async function claimStripeObjects(tx: Tx, claims: readonly Claim[]): Promise<Owners> {
  if (claims.length === 0) return new Map();
  // The first claim of an object within a batch counts. Inserted in id order, so that two batches
  // cannot deadlock.
  const first = new Map(claims.toReversed().map((claim) => [claim.stripeId, claim]));
  const rows = [...first.values()].sort((a, b) => (a.stripeId < b.stripeId ? -1 : 1));
  await tx.insert(stripeObjects).values(rows).onConflictDoNothing();
  // A statement of its own, so that it sees what another transaction has committed meanwhile.
  return readOwners(tx, [...first.keys()]);
}

/** The owners of Stripe objects; an id that is not known here is absent. */
export async function readOwners(db: Db, stripeIds: readonly string[]): Promise<Owners> {
  if (stripeIds.length === 0) return new Map();
  const rows = await db
    .select({
      stripeId: stripeObjects.stripeId,
      accountId: stripeObjects.accountId,
      purchaseId: stripeObjects.purchaseId,
    })
    .from(stripeObjects)
    .where(inArray(stripeObjects.stripeId, [...stripeIds]));
  return new Map(rows.map(({ stripeId, ...key }) => [stripeId, key]));
}

/** The first of the objects that belongs to another purchase; undefined when none does. */
export function findForeign(
  owners: Owners,
  stripeIds: readonly string[],
  key: PurchaseKey,
): { readonly stripeId: string; readonly owner: PurchaseKey } | undefined {
  for (const stripeId of stripeIds) {
    const owner = owners.get(stripeId);
    const isOwn = owner?.accountId === key.accountId && owner.purchaseId === key.purchaseId;
    if (owner && !isOwn) return { stripeId, owner };
  }
  return undefined;
}
