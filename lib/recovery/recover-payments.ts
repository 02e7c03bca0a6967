import type { Database } from "@/db/client";
import { recreatePurchase } from "@/lib/exceptions/resolve";
import { countNoun } from "@/lib/shared/count-noun";
import { reasonOf } from "@/lib/shared/reason-of";
import { listHandledEvents } from "@/lib/stripe/list-objects";
import { reprocessEvent } from "@/lib/webhooks/reprocess-event";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { ensureBuyer } from "./ensure-buyer";
import { findLostPurchases, type LostPurchase, listUnmatched } from "./find-lost-purchases";

/** What a recovery did. */
export interface Recovery {
  /** Events of Stripe's that were looked at. */
  readonly events: number;
  /** Purchases that the database lacked and that were made again. */
  readonly purchases: number;
  /** Of these, how many whose buyer was lacking, too. */
  readonly buyers: number;
  /** What only an admin can decide, with the reason. */
  readonly left: readonly { readonly eventId: string; readonly reason: string }[];
}

/** Who the audit log says did it. */
const ACTOR = "cli";
const REASON = "Recovered after a restore: Stripe has this payment and the backup lacked it.";
const DAY_MS = 86_400_000;

/**
 * After a restore: asks Stripe for every event of the last days, also those that were delivered
 * before the backup was restored, and gives each payment whose purchase is lost its purchase and
 * its credits again. Safe to repeat; what is there already is not done again.
 * @param options.days how far back; 30 at most, since Stripe keeps events no longer
 */
export async function recoverPayments(
  database: Database,
  processor: WebhookProcessor,
  options: { readonly days: number; readonly now?: Date },
): Promise<Recovery> {
  const since = new Date((options.now ?? new Date()).getTime() - options.days * DAY_MS);
  const events = await processEvents(processor, since);
  const left: { eventId: string; reason: string }[] = [];
  let purchases = 0;
  let buyers = 0;
  for (const lost of await findLostPurchases(database.read)) {
    try {
      if (await recover(database, processor, lost)) buyers += 1;
      purchases += 1;
    } catch (error) {
      left.push({ eventId: lost.eventId, reason: reasonOf(error) });
    }
  }
  // Refunds and disputes of those purchases find them now.
  for (const eventId of await listUnmatched(database.read)) {
    await reprocessEvent(database, processor, { eventId, admin: ACTOR }).catch((error: unknown) => {
      left.push({ eventId, reason: reasonOf(error) });
    });
  }
  return { events, purchases, buyers, left };
}

async function processEvents(processor: WebhookProcessor, since: Date): Promise<number> {
  let events = 0;
  let after: string | undefined;
  do {
    const page = await listHandledEvents({ since, after });
    // What fails is kept as failed, and reconciliation tries it again.
    await Promise.allSettled(
      page.items.map((event) => processor.process(event.read(), "reconcile")),
    );
    events += page.items.length;
    after = page.next;
  } while (after);
  return events;
}

/** @returns whether the buyer had to be made, too */
async function recover(
  database: Database,
  processor: WebhookProcessor,
  { eventId, packCode, buyer }: LostPurchase,
): Promise<boolean> {
  const { userId, made } = await ensureBuyer(database, buyer);
  await recreatePurchase(database, { admin: ACTOR, reason: REASON, eventId, userId, packCode });
  await reprocessEvent(database, processor, { eventId, admin: ACTOR });
  return made;
}

/** For people, a line each. */
export function describeRecovery({ events, purchases, buyers, left }: Recovery): string {
  return [
    `Looked at ${countNoun(events, "event")} of Stripe's.`,
    `${countNoun(purchases, "purchase")} recovered, ${countNoun(buyers, "buyer")} made again.`,
    ...left.map(({ eventId, reason }) => `${eventId} needs an admin: ${reason}`),
  ].join("\n");
}
