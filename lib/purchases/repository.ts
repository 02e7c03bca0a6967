import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Db, Tx } from "@/db/client";
import { paymentDisputes, paymentRefunds, purchases, users } from "@/db/schema";
import { keyOf, type Purchase, type PurchaseKey, type PurchaseRow } from "./purchase";

// The only writer of purchases, payment_refunds and payment_disputes. What changes is decided by
// pure transitions; here it is loaded under a lock and saved.

/**
 * Locks purchases, in id order so that two batches cannot deadlock, and loads what is known of
 * their payments.
 * @returns purchases by id; an id that no purchase has is absent
 */
export async function lockPurchases(
  tx: Tx,
  keys: readonly PurchaseKey[],
): Promise<Map<string, Purchase>> {
  return loadPurchases(tx, keys, "update");
}

/** As lockPurchases, without locks: what it tells may change at any time. */
export async function readPurchases(
  db: Db,
  keys: readonly PurchaseKey[],
): Promise<Map<string, Purchase>> {
  return loadPurchases(db, keys, undefined);
}

/**
 * Changes one purchase under its lock.
 * @param change returns the purchase it was given when nothing is to change
 * @returns the purchase afterwards; undefined when there is none
 */
export async function changePurchase(
  tx: Tx,
  key: PurchaseKey,
  change: (purchase: Purchase) => Purchase,
): Promise<Purchase | undefined> {
  const before = await lockPurchases(tx, [key]);
  const purchase = before.get(key.purchaseId);
  if (!purchase) return undefined;
  const after = change(purchase);
  await savePurchases(tx, before, [after]);
  return after;
}

/**
 * Adds a purchase.
 * @returns undefined when its id is taken, or another of the same user and pack is open: the
 *   caller reads which
 */
export async function insertPurchase(
  tx: Tx,
  row: typeof purchases.$inferInsert,
): Promise<PurchaseRow | undefined> {
  const [inserted] = await tx.insert(purchases).values(row).onConflictDoNothing().returning();
  return inserted;
}

/** Holds back other purchases of a user until the transaction ends. */
export async function lockBuyer(tx: Tx, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("no key update");
}

/** Saves purchases as they are after their transitions: one statement per table for all of them. */
export async function savePurchases(
  tx: Tx,
  before: ReadonlyMap<string, Purchase>,
  after: readonly Purchase[],
): Promise<void> {
  const changed = after.filter((purchase) => purchase !== before.get(purchase.row.id));
  if (changed.length === 0) return;
  const refunds = changed.flatMap((purchase) =>
    listNew(before.get(purchase.row.id)?.refunds, purchase.refunds),
  );
  const disputes = changed.flatMap((purchase) =>
    listNew(before.get(purchase.row.id)?.disputes, purchase.disputes),
  );
  await Promise.all([
    upsert(
      tx,
      purchases,
      [purchases.accountId, purchases.id],
      changed.map((purchase) => purchase.row),
      {
        status: purchases.status,
        statusReason: purchases.statusReason,
        customerEmail: purchases.customerEmail,
        sessionId: purchases.sessionId,
        paymentId: purchases.paymentId,
        chargeId: purchases.chargeId,
        receiptUrl: purchases.receiptUrl,
        paidMinor: purchases.paidMinor,
        paidCurrency: purchases.paidCurrency,
        taxMinor: purchases.taxMinor,
        acceptedMinor: purchases.acceptedMinor,
        acceptedCurrency: purchases.acceptedCurrency,
        closedAt: purchases.closedAt,
        refundedMinor: purchases.refundedMinor,
        disputedMinor: purchases.disputedMinor,
        completedAt: purchases.completedAt,
        updatedAt: purchases.updatedAt,
      },
    ),
    upsert(tx, paymentRefunds, [paymentRefunds.accountId, paymentRefunds.id], refunds, {
      status: paymentRefunds.status,
      reason: paymentRefunds.reason,
    }),
    upsert(tx, paymentDisputes, [paymentDisputes.accountId, paymentDisputes.id], disputes, {
      status: paymentDisputes.status,
      reason: paymentDisputes.reason,
      amountMinor: paymentDisputes.amountMinor,
      currency: paymentDisputes.currency,
      amountAsOf: paymentDisputes.amountAsOf,
      withdrawnMinor: paymentDisputes.withdrawnMinor,
      reinstatedMinor: paymentDisputes.reinstatedMinor,
      respondBy: paymentDisputes.respondBy,
    }),
  ]);
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
    })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .where(and(inArray(purchases.accountId, accountIds), inArray(purchases.id, purchaseIds)))
    .orderBy(purchases.accountId, purchases.id);
  const rows = await (lock ? query.for(lock, { of: purchases }) : query);
  const isOfPurchases = (table: typeof paymentRefunds | typeof paymentDisputes) =>
    and(inArray(table.accountId, accountIds), inArray(table.purchaseId, purchaseIds));
  const [refunds, disputes] = await Promise.all([
    db.select().from(paymentRefunds).where(isOfPurchases(paymentRefunds)),
    db.select().from(paymentDisputes).where(isOfPurchases(paymentDisputes)),
  ]);
  return new Map(
    rows.map(({ row, userDeleted }) => {
      const { purchaseId } = keyOf(row);
      const own = <Row extends { id: string; purchaseId: string }>(all: readonly Row[]) =>
        new Map(all.filter((one) => one.purchaseId === purchaseId).map((one) => [one.id, one]));
      return [purchaseId, { row, userDeleted, refunds: own(refunds), disputes: own(disputes) }];
    }),
  );
}

function listNew<Row>(
  before: ReadonlyMap<string, Row> | undefined,
  after: ReadonlyMap<string, Row>,
): Row[] {
  return [...after].filter(([id, row]) => before?.get(id) !== row).map(([, row]) => row);
}

async function upsert<Table extends PgTable>(
  tx: Tx,
  table: Table,
  target: PgColumn[],
  rows: Table["$inferInsert"][],
  columns: Record<string, PgColumn>,
): Promise<void> {
  if (rows.length === 0) return;
  const set: Record<string, SQL> = {};
  for (const [key, column] of Object.entries(columns)) {
    set[key] = sql`excluded.${sql.identifier(column.name)}`;
  }
  await tx
    .insert(table)
    .values(rows)
    .onConflictDoUpdate({ target, set: set as never });
}
