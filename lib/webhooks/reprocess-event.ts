import { eq } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { stripeEvents } from "@/db/schema";
import { recordAdminAction } from "@/lib/audit/audit-entry";
import { noSuch } from "@/lib/shared/assert-id";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import type { DeliveryResult } from "./process-batch";
import type { WebhookProcessor } from "./webhook-processor";

/**
 * Processes a stored event once more, as if it had just arrived. Safe for any event at any time:
 * what was done already is not done again. What dismissing the event closed is opened again.
 * @returns what became of it this time
 * @throws ProductError not_found; anything else when it failed again (the failure is recorded)
 */
export async function reprocessEvent(
  database: Database,
  processor: WebhookProcessor,
  input: { readonly eventId: string; readonly admin: string },
): Promise<DeliveryResult> {
  const stored = await findStoredEvent(database.read, input.eventId);
  if (!stored) throw noSuch("event");
  const result = await processor.process(stored.event, "replay");
  await database.transaction((tx) =>
    recordAdminAction(
      tx,
      { admin: input.admin, reason: result.reason },
      { action: "event.reprocess", target: { type: "stripe_event", id: input.eventId } },
    ),
  );
  return result;
}

/** An event as it is kept, parsed anew; undefined when it never arrived. */
export async function findStoredEvent(db: Db, eventId: string) {
  const [row] = await db
    .select({ status: stripeEvents.status, payload: stripeEvents.payload })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId));
  return row && { status: row.status, event: parseStoredEvent(row.payload) };
}
