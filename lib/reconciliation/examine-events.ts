import { and, eq, gt, gte, inArray, lt, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { purchases, stripeEvents } from "@/db/schema";
import type { StripePage, UndeliveredEvent } from "@/lib/stripe/list-objects";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import { isDone, readEventStatuses } from "@/lib/webhooks/record-events";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import type { CompareContext } from "./compare";
import { examineItem } from "./examine-item";
import type { ItemResult } from "./report";

export interface EventContext extends CompareContext {
  readonly webhookProcessor: WebhookProcessor;
}

/** Processes the events of a page that aren't done here, as the webhook would have. */
export async function examineEvents(
  { database, dryRun, report, webhookProcessor, inFlightSince }: EventContext,
  events: readonly UndeliveredEvent[],
): Promise<void> {
  const known = await readEventStatuses(
    database.read,
    events.map((event) => event.id),
  );
  const untilAt = inFlightSince();
  const examine = async (event: UndeliveredEvent): Promise<ItemResult> => {
    if (isDone(known.get(event.id))) return { is: "matched" };
    if (untilAt && event.createdAt > untilAt) return { is: "inFlight" };
    if (dryRun) return { is: "repaired", kind: "events" };
    const { outcome, reason } = await webhookProcessor.process(event.read(), "reconcile");
    if (outcome === "mismatch" || outcome === "unmatched") return { is: "needsReview", reason };
    return outcome === "duplicate" ? { is: "matched" } : { is: "repaired", kind: "events" };
  };
  for (const event of events) await examineItem(report, event.id, () => examine(event));
}

const PAGE_SIZE = 100;

/**
 * Lists events that failed here and that Stripe may have given up on, and those that found no
 * credits but whose purchase was paid since, so that they no longer need review. Oldest first, all
 * of them page by page, so that events which always fail keep no newer one from being tried.
 * @param untilAt events tried since then are left out: this run tried them already
 * @param after the `next` of the page before
 */
export async function listUnfinishedEvents(
  { read: db }: Database,
  { since, untilAt, after }: { since: Date; untilAt: Date; after: string | undefined },
): Promise<StripePage<UndeliveredEvent>> {
  const [afterAt, afterId] = after?.split(" ") ?? [];
  const rows = await db
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
        lt(stripeEvents.processedAt, untilAt),
        or(
          eq(stripeEvents.status, "failed"),
          and(
            inArray(stripeEvents.status, ["mismatch", "unmatched"]),
            gt(purchases.completedAt, stripeEvents.processedAt),
          ),
        ),
        afterAt && afterId
          ? or(
              gt(stripeEvents.occurredAt, new Date(afterAt)),
              and(eq(stripeEvents.occurredAt, new Date(afterAt)), gt(stripeEvents.id, afterId)),
            )
          : undefined,
      ),
    )
    .orderBy(stripeEvents.occurredAt, stripeEvents.id)
    .limit(PAGE_SIZE);
  const last = rows.length === PAGE_SIZE ? rows.at(-1) : undefined;
  return {
    items: rows.map(({ payload, ...row }) => ({ ...row, read: () => parseStoredEvent(payload) })),
    next: last && `${last.createdAt.toISOString()} ${last.id}`,
  };
}
