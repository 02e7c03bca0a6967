import type { Database } from "@/db/client";
import type { Inbox, Receipt } from "./inbox";
import type { OrderKey } from "./load-orders";

/** Who mends, and why. Both are kept in the audit log, in the transaction of the change. */
interface By {
  /** The admin's user id. */
  readonly admin: string;
  /** A sentence; not empty. */
  readonly reason: string;
}

/**
 * Processes a stored event once more, as if it had just arrived. Safe for any event at any time:
 * what was done already is not done again.
 * @returns what became of it this time
 * @throws ProductError not_found; anything else when it failed again (the failure is recorded)
 */
export function reprocessEvent(
  database: Database,
  inbox: Inbox,
  given: { readonly eventId: string; readonly admin: string },
): Promise<Receipt> {
  throw new Error(`to follow: ${database} ${inbox} ${given}`);
}

/**
 * Accepts another amount or currency than an unpaid order says, after a mismatch. The credits stay
 * those of the order. Process the event again afterwards.
 * @throws ProductError not_found, invalid_input, conflict when the order is paid already
 */
export function acceptAmount(
  database: Database,
  given: By & OrderKey & { readonly amountMinor: number; readonly currency: string },
): Promise<void> {
  throw new Error(`to follow: ${database} ${given}`);
}

/**
 * Lets a deleted person sign in and be credited again.
 * @throws ProductError not_found; conflict when the person isn't deleted
 */
export function restorePerson(
  database: Database,
  given: By & { readonly userId: string },
): Promise<void> {
  throw new Error(`to follow: ${database} ${given}`);
}

/**
 * Puts a pack on sale, or takes it off. A payment for a retired pack waits until it is active.
 * @throws ProductError not_found
 */
export function setPackActive(
  database: Database,
  given: By & { readonly packCode: string; readonly active: boolean },
): Promise<void> {
  throw new Error(`to follow: ${database} ${given}`);
}

/**
 * Gives an `unmatched` checkout session its order: makes the missing row with the id that the
 * session's metadata names, for the person and the pack chosen. Process the event again
 * afterwards; then it credits once.
 * @throws ProductError not_found (event, person or pack); conflict when the event isn't unmatched,
 *   is no checkout session, or its order exists
 */
export function adoptPayment(
  database: Database,
  given: By & { readonly eventId: string; readonly userId: string; readonly packCode: string },
): Promise<OrderKey> {
  throw new Error(`to follow: ${database} ${given}`);
}
