import { inArray } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { stripeObjects } from "@/db/schema";
import type { PurchaseKey } from "./purchase";

/** Stripe objects that are to belong to a purchase, all of them or none. */
export interface Claim {
  readonly key: PurchaseKey;
  readonly stripeIds: readonly string[];
}

/** The purchase that a Stripe object belongs to, by the object's id. */
export type Owners = ReadonlyMap<string, PurchaseKey>;

/**
 * Claims Stripe objects for purchases. An object that is claimed already keeps its owner, and a claim
 * with such an object of another purchase takes nothing: what else it names may be the other's, too.
 * Waits for a transaction that is just claiming the same object.
 * @returns the owner of each object: the caller compares, since a claim can be lost
 */
export async function claimStripeObjects(tx: Tx, claims: readonly Claim[]): Promise<Owners> {
  const stripeIds = [...new Set(claims.flatMap((claim) => claim.stripeIds))];
  const known = await readOwners(tx, stripeIds);
  const rows = new Map<string, PurchaseKey & { readonly stripeId: string }>();
  for (const { key, stripeIds: wanted } of claims) {
    if (findForeign(known, wanted, key)) continue;
    for (const stripeId of wanted) {
      if (!known.has(stripeId) && !rows.has(stripeId)) rows.set(stripeId, { ...key, stripeId });
    }
  }
  if (rows.size === 0) return known;
  // In id order, so that two batches cannot deadlock.
  const sorted = [...rows.values()].sort((a, b) => (a.stripeId < b.stripeId ? -1 : 1));
  await tx.insert(stripeObjects).values(sorted).onConflictDoNothing();
  // A statement of its own, so that it sees what another transaction has committed meanwhile.
  return readOwners(tx, stripeIds);
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
