import { and, eq, gt, gte, inArray, or } from "drizzle-orm";
import { purchases, stripeEvents } from "@/db/schema";
import { reasonOf } from "@/lib/shared/reason-of";
import type { UndeliveredEvent } from "@/lib/stripe/list-objects";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import { isDone, readEventStatuses } from "@/lib/webhooks/record-events";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import type { Mending } from "./compare";

/** Takes in the events of a page that aren't done here, as the webhook would have. */
export async function takeInEvents(
  { database, dryRun, tally }: Mending,
  webhookProcessor: WebhookProcessor,
  events: readonly UndeliveredEvent[],
): Promise<void> {
  const known = await readEventStatuses(
    database.read,
    events.map((event) => event.id),
  );
  for (const event of events) {
    if (isDone(known.get(event.id))) {
      tally.fine();
      continue;
    }
    if (dryRun) {
      tally.mended("events");
      continue;
    }
    try {
      const { outcome, reason } = await webhookProcessor.process(event.read(), "reconcile");
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

/**
 * Events that failed here, and that Stripe may have given up on; and those that found no credits
 * whose purchase was paid for since, so that nobody is called to them any more. The oldest first.
 */
export async function listUnfinishedEvents(
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
    .leftJoin(
      purchases,
      and(
        eq(purchases.accountId, stripeEvents.accountId),
        eq(purchases.id, stripeEvents.purchaseId),
      ),
    )
    .where(
      and(
        gte(stripeEvents.processedAt, since),
        or(
          eq(stripeEvents.status, "failed"),
          and(
            inArray(stripeEvents.status, ["mismatch", "unmatched"]),
            gt(purchases.completedAt, stripeEvents.processedAt),
          ),
        ),
      ),
    )
    .orderBy(stripeEvents.occurredAt)
    .limit(500);
  return rows.map(({ payload, ...row }) => ({ ...row, read: () => parseStoredEvent(payload) }));
}
