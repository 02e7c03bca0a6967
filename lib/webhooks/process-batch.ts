import type { Tx } from "@/db/client";
import type { PurchaseUpdates, RecordedUpdates } from "@/lib/purchases/decide-updates";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import type { Clock } from "@/lib/shared/clock";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import type { PreparedEvent } from "./prepare-event";
import {
  type EventStatus,
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

/** An arrival of an event, prepared for its transaction. */
export interface Delivery {
  readonly event: ParsedEvent;
  readonly prepared: PreparedEvent;
  readonly via: Via;
  readonly receivedAt: Date;
}

/** What became of a delivery, and of the purchase that it is about. */
export interface ProcessedDelivery {
  readonly delivery: Delivery;
  readonly result: DeliveryResult;
  readonly recorded: RecordedUpdates | undefined;
}

const DUPLICATE: DeliveryResult = {
  outcome: "duplicate",
  reason: "This event was processed before. Nothing was done again.",
};

/**
 * Processes deliveries in one transaction: their effects, and the record of what became of them.
 * @returns what became of each, in order
 */
export async function processBatch(
  tx: Tx,
  deliveries: readonly Delivery[],
  clock: Clock,
): Promise<ProcessedDelivery[]> {
  const statuses = await readEventStatuses(
    tx,
    deliveries.map(({ event }) => event.id),
  );
  const fresh = listFresh(deliveries, statuses);
  const batch = [...fresh].flatMap((delivery) => {
    const updates = toUpdates(delivery, statuses.get(delivery.event.id));
    return updates ? [{ delivery, updates }] : [];
  });
  const all = await recordPaymentUpdates(
    tx,
    batch.map(({ updates }) => updates),
    clock,
  );
  const recordedOf = new Map(batch.map(({ delivery }, index) => [delivery, all[index]]));
  const processed = deliveries.map((delivery): ProcessedDelivery => {
    const recorded = recordedOf.get(delivery);
    const result = fresh.has(delivery) ? toResult(delivery, recorded) : DUPLICATE;
    return { delivery, result, recorded };
  });
  await keepRecord(tx, processed, clock());
  return processed;
}

/** What failed before is no duplicate, and "process again" is asked for on purpose. */
function listFresh(
  deliveries: readonly Delivery[],
  statuses: ReadonlyMap<string, EventStatus>,
): Set<Delivery> {
  const fresh = new Set<Delivery>();
  const seen = new Set<string>();
  for (const delivery of deliveries) {
    const { id } = delivery.event;
    const isDuplicate = isDone(statuses.get(id)) || seen.has(id);
    if (isDuplicate && delivery.via !== "replay") continue;
    seen.add(id);
    fresh.add(delivery);
  }
  return fresh;
}

/** Processing a dismissed event again opens what dismissing it closed. */
function toUpdates(
  { prepared, via }: Delivery,
  status: EventStatus | undefined,
): PurchaseUpdates | undefined {
  if (prepared.kind !== "updates") return undefined;
  const { key, updates } = prepared;
  return { key, updates, reopen: via === "replay" && status === "dismissed" };
}

function toResult(
  { event, prepared }: Delivery,
  recorded: RecordedUpdates | undefined,
): DeliveryResult {
  if (prepared.kind === "settled") return { outcome: prepared.status, reason: prepared.reason };
  if (!recorded) throw new Error(`event ${event.id} was not decided`);
  return { outcome: recorded.result.status, reason: recorded.result.reason };
}

async function keepRecord(
  tx: Tx,
  processed: readonly ProcessedDelivery[],
  at: Date,
): Promise<void> {
  const events = processed.flatMap(({ delivery: { event, prepared, receivedAt }, result }) => {
    if (result.outcome === "duplicate") return [];
    const key = prepared.kind === "updates" ? prepared.key : undefined;
    const { outcome: status, reason } = result;
    return [{ event, status, reason, key, receivedAt }];
  });
  const deliveries = processed.map(({ delivery: { event, via, receivedAt }, result }) => ({
    eventId: event.id,
    via,
    receivedAt,
    durationMs: at.getTime() - receivedAt.getTime(),
    outcome: result.outcome,
    answeredStatus: 200,
    reason: result.reason,
  }));
  await Promise.all([recordEvents(tx, events, at), recordDeliveries(tx, deliveries)]);
}
