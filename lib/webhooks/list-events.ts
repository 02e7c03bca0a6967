import { and, asc, desc, eq, getTableColumns, ilike, inArray, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventStatus, stripeDeliveries, stripeEvents, stripeObjects } from "@/db/schema";
import { redactPersonal } from "./redact";

export const EVENT_STATUSES = eventStatus.enumValues;
export type EventStatus = (typeof EVENT_STATUSES)[number];
/** A status, or all of those that need an admin. */
export type EventFilter = EventStatus | "attention";

/** Money came, and credits didn't follow. */
export const ATTENTION: readonly EventStatus[] = ["unmatched", "mismatch", "failed"];

const { payload: _payload, ...summaryColumns } = getTableColumns(stripeEvents);

/** What a list shows of an event. */
export type EventSummary = Omit<typeof stripeEvents.$inferSelect, "payload">;
export type DeliveryRow = typeof stripeDeliveries.$inferSelect;

/** How many events need an admin. */
export async function countEventsNeedingAttention(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(stripeEvents)
    .where(inArray(stripeEvents.status, [...ATTENTION]));
  return row?.count ?? 0;
}

/**
 * Events, newest first, a page at a time.
 * @param filter.search a part of an event's type, or a whole id: of the event, of the purchase, or of
 *   any session, payment, refund or dispute of the purchase that it is about
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
        status === "attention" ? inArray(stripeEvents.status, [...ATTENTION]) : undefined,
        status && status !== "attention" ? eq(stripeEvents.status, status) : undefined,
        searches(filter.search?.trim()),
        before &&
          or(
            lt(stripeEvents.firstReceivedAt, before.at),
            and(
              eq(stripeEvents.firstReceivedAt, before.at),
              sql`${stripeEvents.id} > ${before.id}`,
            ),
          ),
      ),
    )
    .orderBy(desc(stripeEvents.firstReceivedAt), asc(stripeEvents.id))
    .limit(filter.limit);
}

/** An event with every arrival of it, and what Stripe sent, less what is private. */
export async function findEvent(db: Db, id: string) {
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

function searches(text: string | undefined) {
  if (!text) return undefined;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(stripeEvents.type, pattern),
    eq(stripeEvents.id, text),
    eq(stripeEvents.objectId, text),
    // Whatever else is known of the purchase that the object belongs to.
    sql`${stripeEvents.purchaseId} in (
      select ${stripeObjects.purchaseId} from ${stripeObjects} where ${stripeObjects.stripeId} = ${text})`,
    eq(sql`${stripeEvents.purchaseId}::text`, text),
    eq(sql`${stripeEvents.accountId}::text`, text),
  );
}
