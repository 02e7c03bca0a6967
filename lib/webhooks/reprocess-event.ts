import { and, eq } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, stripeEvents } from "@/db/schema";
import { recordAdminAction } from "@/lib/audit/audit-entry";
import { noSuch } from "@/lib/shared/assert-id";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { readStoredEvent } from "@/lib/stripe/stored-event";
import type { DeliveryResult, WebhookProcessor } from "./webhook-processor";

/**
 * Processes a stored event once more, as if it had just arrived. Safe for any event at any time:
 * what was done already is not done again.
 * @returns what became of it this time
 * @throws ProductError not_found; anything else when it failed again (the failure is recorded)
 */
export async function reprocessEvent(
  database: Database,
  webhookProcessor: WebhookProcessor,
  input: { readonly eventId: string; readonly admin: string },
): Promise<DeliveryResult> {
  const stored = await findStoredEvent(database.read, input.eventId);
  if (!stored) throw noSuch("event");
  if (stored.status === "dismissed") await reopenPurchase(database.read, stored);
  const deliveryResult = await webhookProcessor.process(
    await withRecreatedPurchase(database.read, stored.event),
    "replay",
  );
  await database.transaction((tx) =>
    recordAdminAction(
      tx,
      { admin: input.admin, reason: deliveryResult.reason },
      { action: "event.reprocess", target: { type: "stripe_event", id: input.eventId } },
    ),
  );
  return deliveryResult;
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
async function reopenPurchase(
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
 * A payment's metadata names the account as it was then. After `recreatePurchase` its purchase may belong
 * to another account, and the purchase's own row is what counts.
 */
async function withRecreatedPurchase(db: Db, event: ParsedEvent): Promise<ParsedEvent> {
  const { content } = event;
  if (content.kind !== "updates" || content.ref.by !== "purchase") return event;
  const [purchase] = await db
    .select({ accountId: purchases.accountId })
    .from(purchases)
    .where(eq(purchases.id, content.ref.purchaseId));
  if (!purchase) return event;
  return { ...event, content: { ...content, ref: { ...content.ref, ...purchase } } };
}
