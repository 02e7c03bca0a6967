import { and, eq, gte } from "drizzle-orm";
import { stripeEvents } from "@/db/schema";
import { reasonOf } from "@/lib/reason-of";
import type { Inbox } from "../inbox/inbox";
import { readEventStatuses } from "../inbox/record-events";
import type { UndeliveredEvent } from "../stripe/list-objects";
import { readStoredEvent } from "../stripe/stored-event";
import type { Mending } from "./compare";

/** Takes in the events of a page that aren't done here, as the webhook would have. */
export async function takeInEvents(
  { database, dryRun, tally }: Mending,
  inbox: Inbox,
  events: readonly UndeliveredEvent[],
): Promise<void> {
  const known = await readEventStatuses(
    database.read,
    events.map((event) => event.id),
  );
  for (const event of events) {
    const status = known.get(event.id)?.status;
    if (status === "processed" || status === "ignored") {
      tally.fine();
      continue;
    }
    if (dryRun) {
      tally.mended("events");
      continue;
    }
    try {
      const { outcome, reason } = await inbox.receive(event.read(), "reconcile");
      if (outcome === "mismatch" || outcome === "unmatched") {
        tally.attention({ stripeId: event.id, reason });
      } else if (outcome === "duplicate") {
        tally.fine();
      } else {
        tally.mended("events");
      }
    } catch (error) {
      // One event that can't be done doesn't keep the others waiting; its failure is recorded.
      const reason = reasonOf(error);
      tally.attention({ stripeId: event.id, reason });
    }
  }
}

/** Events that arrived, failed here, and that Stripe may have given up on. The oldest first. */
export async function listFailedEvents(
  { database }: Mending,
  since: Date,
): Promise<UndeliveredEvent[]> {
  const rows = await database.read
    .select({
      id: stripeEvents.id,
      createdAt: stripeEvents.occurredAt,
      payload: stripeEvents.payload,
    })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.status, "failed"), gte(stripeEvents.processedAt, since)))
    .orderBy(stripeEvents.occurredAt)
    .limit(500);
  return rows.map(({ payload, ...row }) => ({ ...row, read: () => readStoredEvent(payload) }));
}
