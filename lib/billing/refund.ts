import type { Database, Db } from "@/db/client";
import type { refundRequests } from "@/db/schema";
import type { Credits } from "@/lib/credits";
import type { OrderKey } from "./load-orders";

export type RefundRequestRow = typeof refundRequests.$inferSelect;

/** What an admin sees before giving money back. Money in minor units of `currency`. */
export interface RefundQuote {
  readonly accountId: string;
  readonly purchaseId: string;
  readonly currency: string;
  readonly paidMinor: number;
  /** Refunds that went through or are on their way. */
  readonly refundedMinor: number;
  /** Held or taken by the bank because of disputes. */
  readonly disputedMinor: number;
  /** Refunds begun here that Stripe hasn't answered yet. */
  readonly requestedMinor: number;
  /** The most that can be given back now. */
  readonly refundableMinor: number;
  /** What the purchase granted. */
  readonly granted: Credits;
  /** What is left of this purchase's lots. */
  readonly lotRemaining: Credits;
  /** Taken back by refunds and disputes so far. */
  readonly takenBack: Credits;
  /** Granted, and neither left nor taken back: used up. */
  readonly spent: Credits;
  /** The account's balance now; negative is debt. */
  readonly balance: Credits;
  /** The money that belongs to the unused credits, rounded down; never more than refundable. */
  readonly unusedMinor: number;
  /** Why nothing can be refunded, as a sentence; undefined when something can. */
  readonly refusal: string | undefined;
}

/** What a refund begun here came to. */
export interface StartedRefund {
  readonly request: RefundRequestRow;
  /** For people: what happened, and what happens next. */
  readonly message: string;
}

/**
 * What is left of a purchase, what was spent, and what could be given back. Changes nothing.
 * For what an amount takes from the balance, see `creditsBackFor` of refund-math.ts.
 * @throws ProductError not_found when there is no such purchase
 */
export function quoteRefund(db: Db, key: OrderKey): Promise<RefundQuote> {
  throw new Error(`to follow: ${db} ${key}`);
}

/**
 * Gives money back: writes a request row first, asks Stripe under the request's own idempotency
 * key, then takes the refund that Stripe answers in as a fact, which moves the ledger.
 *
 * @returns the request: `sent`; `failed` when Stripe refused, with its words in `error`; or
 *   `requested` when Stripe didn't answer: reconciliation sends it again under the same key
 * @throws ProductError not_found; invalid_input for an amount that is no positive whole number, or
 *   no reason; conflict for more than is refundable. Nothing was begun then
 */
export function startRefund(
  database: Database,
  wanted: {
    readonly purchase: OrderKey;
    readonly amountMinor: number;
    readonly reason: string;
    /** The admin's user id. */
    readonly admin: string;
  },
): Promise<StartedRefund> {
  throw new Error(`to follow: ${database} ${wanted}`);
}

/** The refunds that admins began for a purchase, newest first. */
export function listRefundRequests(db: Db, key: OrderKey): Promise<RefundRequestRow[]> {
  throw new Error(`to follow: ${db} ${key}`);
}
