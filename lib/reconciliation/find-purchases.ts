import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { purchases, stripeEvents, stripeObjects } from "@/db/schema";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import type { StripeItem } from "@/lib/stripe/list-objects";

/**
 * Finds the purchases of a page, each by an id of its payment or by what its metadata names.
 * @returns the purchases by the object's id; an object without one is absent
 */
export async function findPurchases(
  db: Db,
  items: readonly StripeItem[],
): Promise<Map<string, PurchaseKey>> {
  const stripeIds = [...new Set(items.flatMap((item) => item.knownBy))];
  const namedIds = [...new Set(items.flatMap((item) => item.named?.purchaseId ?? []))];
  const [objects, rows] = await Promise.all([
    stripeIds.length === 0
      ? []
      : db.select().from(stripeObjects).where(inArray(stripeObjects.stripeId, stripeIds)),
    namedIds.length === 0
      ? []
      : db
          .select({ accountId: purchases.accountId, purchaseId: purchases.id })
          .from(purchases)
          .where(inArray(purchases.id, namedIds)),
  ]);
  const byStripeId = new Map(objects.map((object) => [object.stripeId, object]));
  const byId = new Map(rows.map((row) => [row.purchaseId, row]));
  const found = new Map<string, PurchaseKey>();
  for (const item of items) {
    const known = item.knownBy.map((id) => byStripeId.get(id)).find((object) => object);
    const key = known ?? (item.named && byId.get(item.named.purchaseId));
    if (key) found.set(item.id, { accountId: key.accountId, purchaseId: key.purchaseId });
  }
  return found;
}

/** @returns the objects whose event an admin has dismissed: they need no review again */
export async function findDismissed(
  db: Db,
  items: readonly StripeItem[],
): Promise<ReadonlySet<string>> {
  const ids = items.map((item) => item.id);
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ objectId: stripeEvents.objectId })
    .from(stripeEvents)
    .where(and(inArray(stripeEvents.objectId, ids), eq(stripeEvents.status, "dismissed")));
  return new Set(rows.flatMap((row) => row.objectId ?? []));
}
