import type { Database, Tx } from "@/db/client";
import { logPurchase } from "@/lib/purchases/log-purchase";
import { type Result, recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { createBatcher } from "@/lib/shared/batch";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { withDeadline } from "@/lib/shared/deadline";
import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { type Prepared, prepareEvent } from "./prepare-event";
import {
  type EventRecord,
  isDone,
  readEventStatuses,
  recordDeliveries,
  recordEvents,
  type Via,
} from "./record-events";

/** What became of a delivery. All of these are answered 200: the event is safe with us. */
export interface DeliveryResult {
  readonly outcome: "processed" | "duplicate" | "ignored" | "unmatched" | "mismatch";
  readonly reason: string;
}

export interface WebhookProcessor {
  /**
   * Takes an event in: resolves when its effect and its record are committed.
   * Safe for any event at any time; what was done already is not done again.
   * @throws when it couldn't be done; the failure is recorded, and the event must come again
   */
  process(event: ParsedEvent, via: Via): Promise<DeliveryResult>;
}

interface Item {
  readonly event: ParsedEvent;
  readonly prepared: Prepared;
  readonly via: Via;
  readonly receivedAt: Date;
}

export interface WebhookProcessorOptions {
  /** Whether the configured keys are live: events of the other mode are kept, and do nothing. */
  readonly livemode: boolean;
  readonly clock?: Clock;
  readonly deadlineMs?: number;
}

/** Makes the webhook processor of a process. Deliveries that come together share a transaction. */
export function createWebhookProcessor(
  database: Database,
  options: WebhookProcessorOptions,
): WebhookProcessor {
  const clock = options.clock ?? systemClock;
  const submit = createBatcher<Item, DeliveryResult>(
    async (items) => {
      const done = await database.transaction((tx) => processBatch(tx, items, clock));
      for (const { result } of done) if (result?.credited) logPurchase(result.purchase);
      return done.map(({ deliveryResult }) => deliveryResult);
    },
    { maxItems: 100, maxWaiting: 5_000 },
  );
  const deadlineMs = options.deadlineMs ?? 8_000;

  async function take(event: ParsedEvent, via: Via, receivedAt: Date): Promise<DeliveryResult> {
    const prepared = await prepareEvent(database.read, event, options.livemode);
    return submit({ event, prepared, via, receivedAt });
  }

  return {
    async process(event, via) {
      const receivedAt = clock();
      try {
        return await withDeadline(take(event, via, receivedAt), deadlineMs);
      } catch (error) {
        // Busy is no failure of the event: it may even be done in a moment. Stripe asks again.
        if (!isProductError(error, "busy")) {
          await recordFailure(database, { event, via, receivedAt }, error, clock);
        }
        throw error;
      }
    },
  };
}

interface Processed {
  readonly deliveryResult: DeliveryResult;
  readonly result: Result | undefined;
}

async function processBatch(tx: Tx, items: readonly Item[], clock: Clock): Promise<Processed[]> {
  const known = await readEventStatuses(
    tx,
    items.map(({ event }) => event.id),
  );
  const fresh: Item[] = [];
  const first = new Set<string>();
  for (const item of items) {
    const status = known.get(item.event.id)?.status;
    const isDuplicate = isDone(status) || first.has(item.event.id);
    // What failed before is no duplicate, and "process again" is asked for on purpose.
    if (isDuplicate && item.via !== "replay") continue;
    first.add(item.event.id);
    fresh.push(item);
  }
  const applying = fresh.flatMap((item) =>
    item.prepared.kind === "apply" ? [{ item, purchaseUpdates: item.prepared }] : [],
  );
  const results = await recordPaymentUpdates(
    tx,
    applying.map(({ purchaseUpdates }) => purchaseUpdates),
    clock,
  );
  const resultOf = new Map(applying.map(({ item }, index) => [item, results[index]]));
  const processed = items.map((item): Processed => {
    if (!fresh.includes(item)) {
      const reason = "This event was taken in before. Nothing was done again.";
      return { deliveryResult: { outcome: "duplicate", reason }, result: undefined };
    }
    if (item.prepared.kind === "settled") {
      const { status, reason } = item.prepared;
      return { deliveryResult: { outcome: status, reason }, result: undefined };
    }
    const result = resultOf.get(item);
    if (!result) throw new Error(`event ${item.event.id} was not decided`);
    const { status, reason } = result.result;
    return { deliveryResult: { outcome: status, reason }, result };
  });
  await record(tx, items, processed, clock());
  return processed;
}

async function record(
  tx: Tx,
  items: readonly Item[],
  processed: readonly Processed[],
  at: Date,
): Promise<void> {
  const records: EventRecord[] = [];
  const deliveries = items.map((item, index) => {
    const { deliveryResult } = processed[index] as Processed;
    if (deliveryResult.outcome !== "duplicate") {
      const key = item.prepared.kind === "apply" ? item.prepared.key : undefined;
      records.push({
        event: item.event,
        status: deliveryResult.outcome,
        reason: deliveryResult.reason,
        accountId: key?.accountId ?? null,
        purchaseId: key?.purchaseId ?? null,
        receivedAt: item.receivedAt,
      });
    }
    return {
      eventId: item.event.id,
      via: item.via,
      receivedAt: item.receivedAt,
      durationMs: at.getTime() - item.receivedAt.getTime(),
      outcome: deliveryResult.outcome,
      answeredStatus: 200,
      reason: deliveryResult.reason,
    };
  });
  await Promise.all([recordEvents(tx, records, at), recordDeliveries(tx, deliveries)]);
}

/** Keeps what failed in a transaction of its own, so that an admin sees it and can run it again. */
async function recordFailure(
  database: Database,
  { event, via, receivedAt }: Omit<Item, "prepared">,
  error: unknown,
  clock: Clock,
): Promise<void> {
  const reason = reasonOf(error);
  log.error(
    { err: error, eventId: event.id, eventType: event.type },
    "A Stripe event could not be processed; Stripe will send it again",
  );
  const at = clock();
  try {
    await database.transaction(async (tx) => {
      await recordEvents(
        tx,
        [{ event, status: "failed", reason, ...namedPurchase(event), receivedAt }],
        at,
      );
      await recordDeliveries(tx, [
        {
          eventId: event.id,
          via,
          receivedAt,
          durationMs: at.getTime() - receivedAt.getTime(),
          outcome: "failed",
          answeredStatus: 500,
          reason,
        },
      ]);
    });
  } catch (recordingError) {
    // The database itself is gone: the log line above is what remains, and Stripe's own retry.
    log.error(
      { err: recordingError, eventId: event.id },
      "The failure could not be recorded either",
    );
  }
}

/** The purchase that an event names itself, so that its failure is found beside the purchase. */
function namedPurchase({ content }: ParsedEvent) {
  return content.kind === "updates" && content.ref.by === "purchase"
    ? { accountId: content.ref.accountId, purchaseId: content.ref.purchaseId }
    : { accountId: null, purchaseId: null };
}
