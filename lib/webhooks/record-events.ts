import { inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { stripeDeliveries, stripeEvents } from "@/db/schema";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { newId } from "@/lib/shared/ids";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";

export type EventStatus = (typeof stripeEvents.$inferSelect)["status"];
type DeliveryRow = typeof stripeDeliveries.$inferInsert;

/** An event with what became of it this time. */
export interface EventRecord {
  readonly event: ParsedEvent;
  readonly status: EventStatus;
  readonly reason: string;
  /** The purchase that it is about. */
  readonly key: PurchaseKey | undefined;
  readonly receivedAt: Date;
}

/** How an event reached us: by Stripe, by an admin's "process again", or by reconciliation. */
export type Via = "webhook" | "replay" | "reconcile";

/** Whether an event that arrives again is a duplicate. What failed, or found no credits, isn't done. */
export function isDone(status: EventStatus | undefined): boolean {
  return status === "processed" || status === "ignored" || status === "dismissed";
}

export async function readEventStatuses(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, EventStatus>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: stripeEvents.id, status: stripeEvents.status })
    .from(stripeEvents)
    .where(inArray(stripeEvents.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** Writes what became of events. Nothing overwrites what another delivery achieved meanwhile. */
export async function recordEvents(
  tx: Tx,
  records: readonly EventRecord[],
  at: Date,
): Promise<void> {
  // One row per event: of several deliveries in a batch the last one tells.
  const last = new Map(records.map((record) => [record.event.id, record]));
  if (last.size === 0) return;
  // In id order, so that two processes with the same events cannot deadlock.
  const rows = [...last.values()].sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
  await tx
    .insert(stripeEvents)
    .values(
      rows.map(({ event, receivedAt, key, ...record }) => ({
        id: event.id,
        type: event.type,
        livemode: event.livemode,
        occurredAt: event.occurredAt,
        objectId: event.objectId,
        payload: event.payload,
        status: record.status,
        reason: record.reason,
        accountId: key?.accountId ?? null,
        purchaseId: key?.purchaseId ?? null,
        firstReceivedAt: receivedAt,
        processedAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: stripeEvents.id,
      set: {
        status: sql`excluded.status`,
        reason: sql`excluded.reason`,
        accountId: sql`coalesce(excluded.account_id, ${stripeEvents.accountId})`,
        purchaseId: sql`coalesce(excluded.purchase_id, ${stripeEvents.purchaseId})`,
        attempts: sql`${stripeEvents.attempts} + 1`,
        processedAt: sql`excluded.processed_at`,
      },
      setWhere: sql`case ${stripeEvents.status}
        when 'processed' then excluded.status = 'processed'
        when 'ignored' then excluded.status <> 'failed'
        when 'dismissed' then excluded.status <> 'failed'
        else true end`,
    });
}

export async function recordDeliveries(
  tx: Tx,
  deliveries: readonly Omit<DeliveryRow, "id">[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.insert(stripeDeliveries).values(deliveries.map((row) => ({ id: newId(), ...row })));
}
