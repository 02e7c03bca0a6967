import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { packs, paymentDisputes, paymentRefunds, purchases, users } from "@/db/schema";
import type { Purchase } from "./purchase";

export interface PurchaseKey {
  readonly accountId: string;
  readonly purchaseId: string;
}

/**
 * Locks purchases, in one order for everybody, and loads what is known of their payments.
 * @returns purchases by purchase id; an id that no purchase has is absent
 */
export async function lockPurchases(
  tx: Tx,
  keys: readonly PurchaseKey[],
): Promise<Map<string, Purchase>> {
  return loadPurchases(tx, keys, "update");
}

/** As lockPurchases, without locks: what it tells may change at any moment. */
export async function readPurchases(
  db: Db,
  keys: readonly PurchaseKey[],
): Promise<Map<string, Purchase>> {
  return loadPurchases(db, keys, undefined);
}

async function loadPurchases(
  db: Db,
  keys: readonly PurchaseKey[],
  lock: "update" | undefined,
): Promise<Map<string, Purchase>> {
  if (keys.length === 0) return new Map();
  const accountIds = [...new Set(keys.map((key) => key.accountId))];
  const purchaseIds = [...new Set(keys.map((key) => key.purchaseId))];
  const query = db
    .select({
      row: purchases,
      userDeleted: sql<boolean>`${users.id} is null or ${isNotNull(users.deletedAt)}`,
      packActive: sql<boolean>`coalesce(${packs.active}, false)`,
    })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .leftJoin(packs, eq(packs.code, purchases.packCode))
    .where(and(inArray(purchases.accountId, accountIds), inArray(purchases.id, purchaseIds)))
    .orderBy(purchases.accountId, purchases.id);
  const rows = await (lock ? query.for(lock, { of: purchases }) : query);
  const [refunds, disputes] = await Promise.all([
    db
      .select()
      .from(paymentRefunds)
      .where(
        and(
          inArray(paymentRefunds.accountId, accountIds),
          inArray(paymentRefunds.purchaseId, purchaseIds),
        ),
      ),
    db
      .select()
      .from(paymentDisputes)
      .where(
        and(
          inArray(paymentDisputes.accountId, accountIds),
          inArray(paymentDisputes.purchaseId, purchaseIds),
        ),
      ),
  ]);
  const loaded = new Map<string, Purchase>();
  for (const { row, userDeleted, packActive } of rows) {
    loaded.set(row.id, {
      row,
      userDeleted,
      packActive,
      refunds: byId(refunds.filter((refund) => refund.purchaseId === row.id)),
      disputes: byId(disputes.filter((dispute) => dispute.purchaseId === row.id)),
    });
  }
  return loaded;
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
