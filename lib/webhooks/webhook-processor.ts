import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { postgresCodeOf } from "@/db/postgres-error";
import { logPurchase } from "@/lib/purchases/log-purchase";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { withDeadline } from "@/lib/shared/deadline";
import { busy, isProductError } from "@/lib/shared/errors";
import { createLanes } from "@/lib/shared/lanes";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { type PreparedEvent, prepareEvent } from "./prepare-event";
import { type Delivery, type DeliveryResult, processBatch } from "./process-batch";
import { recordDeliveries, recordEvents, type Via } from "./record-events";

export interface WebhookProcessor {
  /**
   * Processes an event: resolves when its effect and its record are committed. Safe for any event
   * at any time; what was done already is not done again.
   * @throws ProductError busy: nothing is lost, send it again; anything else when it couldn't be
   *   done: the failure is recorded, and the event must come again
   */
  process(event: ParsedEvent, via: Via): Promise<DeliveryResult>;
}

export interface WebhookProcessorOptions {
  /** Whether the configured keys are live: events of the other mode are kept, and do nothing. */
  readonly livemode: boolean;
  readonly clock?: Clock;
  readonly deadlineMs?: number;
  /** How long a transaction waits for a row that another one has locked. */
  readonly lockTimeoutMs?: number;
}

/** A purchase that is stuck delays the deliveries that share its lane once, by the lock time-out. */
const LANES = 4;
const LOCK_NOT_AVAILABLE = "55P03";

/** Makes the webhook processor of a process. Deliveries that come together share a transaction. */
export function createWebhookProcessor(
  database: Database,
  options: WebhookProcessorOptions,
): WebhookProcessor {
  const { livemode, clock = systemClock, deadlineMs = 8_000, lockTimeoutMs = 1_500 } = options;
  const submit = createLanes<Delivery, DeliveryResult>(
    async (deliveries) => {
      const processed = await database.transaction(async (tx) => {
        await tx.execute(sql.raw(`set local lock_timeout = ${lockTimeoutMs}`));
        return processBatch(tx, deliveries, clock);
      });
      for (const { recorded } of processed) if (recorded) logPurchase(recorded);
      return processed.map(({ result }) => result);
    },
    {
      lanes: LANES,
      laneOf: ({ event, prepared }) => accountOf(prepared) ?? event.id,
      maxItems: 100,
      maxWaiting: 5_000,
    },
  );

  async function processOnce(
    event: ParsedEvent,
    via: Via,
    receivedAt: Date,
  ): Promise<DeliveryResult> {
    try {
      const prepared = await prepareEvent(database.read, event, livemode);
      return await submit({ event, prepared, via, receivedAt });
    } catch (error) {
      // Busy is no failure of the event: Stripe asks again.
      if (postgresCodeOf(error) === LOCK_NOT_AVAILABLE) throw busy();
      if (isProductError(error, "busy")) throw error;
      const at = clock();
      const isLate = at.getTime() - receivedAt.getTime() > deadlineMs;
      await recordFailure(database, { event, via, receivedAt, isLate }, error, at);
      throw error;
    }
  }

  return {
    // What misses the deadline goes on, and its failure is recorded all the same.
    process: (event, via) => withDeadline(processOnce(event, via, clock()), deadlineMs),
  };
}

function accountOf(prepared: PreparedEvent): string | undefined {
  return prepared.kind === "updates" ? prepared.key.accountId : undefined;
}

interface FailedDelivery extends Omit<Delivery, "prepared"> {
  /** Stripe was told to come again before it failed. */
  readonly isLate: boolean;
}

/** Keeps what failed in a transaction of its own, so that an admin sees it and can run it again. */
async function recordFailure(
  database: Database,
  { event, via, receivedAt, isLate }: FailedDelivery,
  error: unknown,
  at: Date,
): Promise<void> {
  const reason = reasonOf(error);
  log.error(
    { err: error, eventId: event.id, eventType: event.type },
    "A Stripe event could not be processed; Stripe will send it again",
  );
  const delivery = {
    eventId: event.id,
    via,
    receivedAt,
    durationMs: at.getTime() - receivedAt.getTime(),
    outcome: "failed" as const,
    answeredStatus: isLate ? 503 : isProductError(error) ? error.status : 500,
    reason,
  };
  try {
    await database.transaction(async (tx) => {
      await recordEvents(
        tx,
        [{ event, status: "failed", reason, key: namedPurchase(event), receivedAt }],
        at,
      );
      await recordDeliveries(tx, [delivery]);
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
  return content.kind === "updates" && content.ref.by === "purchase" ? content.ref : undefined;
}
