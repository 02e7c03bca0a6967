import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { packs, paymentDisputes, paymentRefunds, purchases, users } from "@/db/schema";
import type { Order } from "./purchase";

export interface OrderKey {
  readonly accountId: string;
  readonly purchaseId: string;
}

/**
 * Locks orders, in one order for everybody, and loads what is known of their payments.
 * @returns orders by purchase id; an id that no order has is absent
 */
export async function lockOrders(tx: Tx, keys: readonly OrderKey[]): Promise<Map<string, Order>> {
  return loadOrders(tx, keys, "update");
}

/** As lockOrders, without locks: what it tells may change at any moment. */
export async function readOrders(db: Db, keys: readonly OrderKey[]): Promise<Map<string, Order>> {
  return loadOrders(db, keys, undefined);
}

async function loadOrders(
  db: Db,
  keys: readonly OrderKey[],
  lock: "update" | undefined,
): Promise<Map<string, Order>> {
  if (keys.length === 0) return new Map();
  const accountIds = [...new Set(keys.map((key) => key.accountId))];
  const purchaseIds = [...new Set(keys.map((key) => key.purchaseId))];
  const query = db
    .select({
      row: purchases,
      personDeleted: sql<boolean>`${users.id} is null or ${isNotNull(users.deletedAt)}`,
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
  const orders = new Map<string, Order>();
  for (const { row, personDeleted, packActive } of rows) {
    orders.set(row.id, {
      row,
      personDeleted,
      packActive,
      refunds: byId(refunds.filter((refund) => refund.purchaseId === row.id)),
      disputes: byId(disputes.filter((dispute) => dispute.purchaseId === row.id)),
    });
  }
  return orders;
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
