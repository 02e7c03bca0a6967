import { listChangedObjects } from "@/lib/stripe/list-objects";

/**
 * How long a change at Stripe is left to the webhook. A run that repaired it sooner would race
 * with the delivery, and report a repair although nothing was lost.
 */
export const IN_FLIGHT_MS = 5 * 60_000;

/**
 * Finds the objects that changed at Stripe within the last minutes.
 * @param sinceAt undefined: nothing is left to the webhook, because a person waits for this run
 * @returns ids of sessions, charges, refunds and disputes; none where Stripe refuses to list
 *   events, since a payment is rather credited early than late
 */
export async function findInFlight(sinceAt: Date | undefined): Promise<ReadonlySet<string>> {
  if (!sinceAt) return new Set();
  return listChangedObjects(sinceAt).catch(() => new Set<string>());
}
