import { and, desc, eq, getTableColumns, inArray, like, ne, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventStatus, stripeDeliveries, stripeEvents } from "@/db/schema";
import { isId, isStripeId } from "@/lib/shared/ids";
import { redactPersonal } from "./redact";

export const EVENT_STATUSES = eventStatus.enumValues;
export type EventStatus = (typeof EVENT_STATUSES)[number];
/** A status, all of those that need an admin, or every event, those that say nothing here too. */
export type EventFilter = EventStatus | "attention" | "all";

/** Payments received but not credited. */
export const ATTENTION: readonly EventStatus[] = ["unmatched", "mismatch", "failed"];

const { payload: _payload, ...summaryColumns } = getTableColumns(stripeEvents);

/** What a list shows of an event. */
export type EventSummary = Omit<typeof stripeEvents.$inferSelect, "payload">;
export type DeliveryRow = typeof stripeDeliveries.$inferSelect;

/** How many events need an admin, by status. Only these are counted: they have an index, and are few. */
export async function countAttention(db: Db): Promise<ReadonlyMap<EventStatus, number>> {
  const rows = await db
    .select({ status: stripeEvents.status, count: sql<number>`count(*)::int` })
    .from(stripeEvents)
    .where(inArray(stripeEvents.status, [...ATTENTION]))
    .groupBy(stripeEvents.status);
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** How many events need an admin. */
export async function countEventsNeedingAttention(db: Db): Promise<number> {
  let total = 0;
  for (const count of (await countAttention(db)).values()) total += count;
  return total;
}

/**
 * Events, newest first, a page at a time; without a status those that were ignored are left out.
 * @param filter.search the beginning of an event's type, or a whole id: of the event, the purchase,
 *   the account, or any session, payment, refund or dispute of the purchase that it is about
 * @param filter.before the timestamp and id of the last row of the page before
 */
export function listEvents(
  db: Db,
  filter: {
    status?: EventFilter;
    search?: string;
    before?: { at: Date; id: string };
    limit: number;
  },
): Promise<EventSummary[]> {
  const { status, before } = filter;
  return db
    .select(summaryColumns)
    .from(stripeEvents)
    .where(
      and(
        matchStatus(status),
        searches(filter.search?.trim()),
        before &&
          sql`(${stripeEvents.firstReceivedAt}, ${stripeEvents.id}) < (${before.at.toISOString()}::timestamptz, ${before.id})`,
      ),
    )
    .orderBy(desc(stripeEvents.firstReceivedAt), desc(stripeEvents.id))
    .limit(filter.limit);
}

/** An event with every arrival of it, and what Stripe sent, less what is private. */
export async function findEvent(db: Db, id: string) {
  if (!isStripeId(id)) return undefined;
  const [[event], deliveries] = await Promise.all([
    db.select().from(stripeEvents).where(eq(stripeEvents.id, id)),
    db
      .select()
      .from(stripeDeliveries)
      .where(eq(stripeDeliveries.eventId, id))
      .orderBy(desc(stripeDeliveries.receivedAt))
      .limit(100),
  ]);
  if (!event) return undefined;
  return { event: { ...event, payload: redactPersonal(event.payload) }, deliveries };
}

function matchStatus(status: EventFilter | undefined): SQL | undefined {
  if (status === "all") return undefined;
  if (status === undefined) return ne(stripeEvents.status, "ignored");
  return status === "attention"
    ? inArray(stripeEvents.status, [...ATTENTION])
    : eq(stripeEvents.status, status);
}

/** Every condition has an index: an id that nothing has is known as fast as one that is there. */
function searches(text: string | undefined): SQL | undefined {
  if (!text) return undefined;
  if (isId(text)) {
    return sql`${stripeEvents.id} in (
      select id from stripe_events where account_id = ${text}
      union all
      select events.id from purchases
        join stripe_events events
          on events.account_id = purchases.account_id and events.purchase_id = purchases.id
        where purchases.id = ${text})`;
  }
  // Ids of Stripe's: a word, an underscore, and no point, which every type has.
  if (/^[a-z]+_[^.]+$/.test(text)) {
    return sql`${stripeEvents.id} in (
      select id from stripe_events where id = ${text} or object_id = ${text}
      union all
      select events.id from stripe_objects objects
        join stripe_events events
          on events.account_id = objects.account_id and events.purchase_id = objects.purchase_id
        where objects.stripe_id = ${text})`;
  }
  return like(stripeEvents.type, `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
}
