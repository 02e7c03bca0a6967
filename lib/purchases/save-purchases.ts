import { type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { paymentDisputes, paymentRefunds, purchases, stripeObjects } from "@/db/schema";
import type { Purchase } from "./purchase";

/** Writes purchases as they are after their updates: one statement per table for all of them. */
export async function savePurchases(
  tx: Tx,
  before: ReadonlyMap<string, Purchase>,
  after: readonly Purchase[],
): Promise<void> {
  const changed = after.filter((purchase) => purchase !== before.get(purchase.row.id));
  if (changed.length === 0) return;
  const refunds = changed.flatMap((purchase) =>
    news(before.get(purchase.row.id)?.refunds, purchase.refunds),
  );
  const disputes = changed.flatMap((purchase) =>
    news(before.get(purchase.row.id)?.disputes, purchase.disputes),
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
        sessionId: purchases.sessionId,
        paymentId: purchases.paymentId,
        chargeId: purchases.chargeId,
        receiptUrl: purchases.receiptUrl,
        paidMinor: purchases.paidMinor,
        taxMinor: purchases.taxMinor,
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
    }),
    saveObjects(tx, changed, refunds, disputes),
  ]);
}

function news<Row>(
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

async function saveObjects(
  tx: Tx,
  changed: readonly Purchase[],
  refunds: readonly { id: string; accountId: string; purchaseId: string }[],
  disputes: readonly { id: string; accountId: string; purchaseId: string }[],
): Promise<void> {
  const rows = [
    ...changed.flatMap(({ row }) =>
      [row.sessionId, row.paymentId, row.chargeId]
        .filter((id) => id !== null)
        .map((stripeId) => ({ stripeId, accountId: row.accountId, purchaseId: row.id })),
    ),
    ...[...refunds, ...disputes].map(({ id, accountId, purchaseId }) => ({
      stripeId: id,
      accountId,
      purchaseId,
    })),
  ];
  // A purchase can fail before its session is noted: then there is nothing to map yet.
  if (rows.length === 0) return;
  await tx.insert(stripeObjects).values(rows).onConflictDoNothing();
}
