import { and, eq } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, stripeEvents } from "@/db/schema";
import { leaveTrace } from "@/lib/audit/audit-entry";
import { noSuch } from "@/lib/shared/assert-id";
import type { IncomingEvent } from "@/lib/stripe/parsed-event";
import { readStoredEvent } from "@/lib/stripe/stored-event";
import type { Inbox, Receipt } from "./webhook-processor";

/**
 * Processes a stored event once more, as if it had just arrived. Safe for any event at any time:
 * what was done already is not done again.
 * @returns what became of it this time
 * @throws ProductError not_found; anything else when it failed again (the failure is recorded)
 */
export async function reprocessEvent(
  database: Database,
  inbox: Inbox,
  given: { readonly eventId: string; readonly admin: string },
): Promise<Receipt> {
  const stored = await findStoredEvent(database.read, given.eventId);
  if (!stored) throw noSuch("event");
  if (stored.status === "dismissed") await reopenOrder(database.read, stored);
  const receipt = await inbox.receive(
    await withAdoptedOrder(database.read, stored.event),
    "replay",
  );
  await database.transaction((tx) =>
    leaveTrace(
      tx,
      { admin: given.admin, reason: receipt.reason },
      { action: "event.reprocess", target: { type: "stripe_event", id: given.eventId } },
    ),
  );
  return receipt;
}

/** An event as it is kept, read anew; undefined when it never arrived. */
export async function findStoredEvent(db: Db, eventId: string) {
  const [row] = await db
    .select({
      status: stripeEvents.status,
      accountId: stripeEvents.accountId,
      purchaseId: stripeEvents.purchaseId,
      payload: stripeEvents.payload,
    })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId));
  if (!row) return undefined;
  const { payload, ...columns } = row;
  return { ...columns, event: readStoredEvent(payload) };
}

/** What dismissing an event closed may be credited again. */
async function reopenOrder(
  db: Db,
  { accountId, purchaseId }: { accountId: string | null; purchaseId: string | null },
): Promise<void> {
  if (!accountId || !purchaseId) return;
  await db
    .update(purchases)
    .set({ closedAt: null, updatedAt: new Date() })
    .where(and(eq(purchases.accountId, accountId), eq(purchases.id, purchaseId)));
}

/**
 * A payment's metadata names the account as it was then. After `adoptPayment` its order may belong
 * to another account, and the order's own row is what counts.
 */
async function withAdoptedOrder(db: Db, event: IncomingEvent): Promise<IncomingEvent> {
  const { reading } = event;
  if (reading.kind !== "facts" || reading.subject.by !== "order") return event;
  const [order] = await db
    .select({ accountId: purchases.accountId })
    .from(purchases)
    .where(eq(purchases.id, reading.subject.purchaseId));
  if (!order) return event;
  return { ...event, reading: { ...reading, subject: { ...reading.subject, ...order } } };
}
