import type { disputeStatus, refundStatus } from "@/db/schema";

/** What Stripe said about a payment, in our words: no SDK types, only what decisions need. */
export type PaymentUpdate = SessionUpdate | ChargeUpdate | RefundUpdate | DisputeUpdate;

/** A Checkout Session as it was when Stripe spoke of it. */
export interface SessionUpdate {
  readonly type: "session";
  readonly sessionId: string;
  /** `payment` for what is sold here; `setup` and `subscription` sell something else. */
  readonly mode: string;
  readonly status: "open" | "complete" | "expired";
  readonly paymentStatus: "paid" | "unpaid" | "no_payment_required";
  /** An async payment (a bank debit, say) was refused after the session was complete. */
  readonly asyncFailed: boolean;
  readonly paymentIntentId: string | null;
  /** Before tax and discounts: what is compared with the purchase. */
  readonly subtotalMinor: number;
  /** After tax and discounts: what was paid. */
  readonly totalMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly currency: string;
}

export interface ChargeUpdate {
  readonly type: "charge";
  readonly chargeId: string;
  readonly paymentIntentId: string | null;
  readonly receiptUrl: string | null;
}

export type RefundStatus = (typeof refundStatus.enumValues)[number];
export type DisputeStatus = (typeof disputeStatus.enumValues)[number];

export interface RefundUpdate {
  readonly type: "refund";
  readonly refundId: string;
  /** The payment that it refunds: a purchase may have been paid a second time by mistake. */
  readonly paymentIntentId: string | null;
  readonly amountMinor: number;
  readonly status: RefundStatus;
  readonly reason: string | null;
  readonly createdAt: Date;
}

export interface DisputeUpdate {
  readonly type: "dispute";
  readonly disputeId: string;
  readonly paymentIntentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: DisputeStatus;
  /** What its balance transactions took so far, in the balance's currency; it only grows. */
  readonly withdrawnMinor: number;
  /** What its balance transactions gave back so far; it only grows. */
  readonly reinstatedMinor: number;
  /** By when the bank wants an answer; null where none is possible. */
  readonly respondBy: Date | null;
  readonly reason: string | null;
  readonly createdAt: Date;
  /**
   * When Stripe said this: of two amounts the later one counts. Null: it says so now, which is asked
   * again and again and so is news only when the amount is another.
   */
  readonly asOf: Date | null;
}

/** Which purchase updates are about. */
export type PurchaseRef =
  /** As the metadata that this product wrote names it. */
  | { readonly by: "purchase"; readonly accountId: string; readonly purchaseId: string }
  /** A session without that metadata: it may be one of ours all the same. */
  | {
      readonly by: "session";
      readonly sessionId: string;
      readonly clientReferenceId: string | null;
    }
  | {
      readonly by: "payment";
      readonly paymentIntentId: string | null;
      readonly chargeId: string | null;
    };

/** The ids of the Stripe objects that an update speaks of; each belongs to one purchase. */
export function listStripeIds(update: PaymentUpdate): string[] {
  const { paymentIntentId } = update;
  const ids = [
    update.type === "session" ? update.sessionId : null,
    update.type === "charge" ? update.chargeId : null,
    update.type === "refund" ? update.refundId : null,
    update.type === "dispute" ? update.disputeId : null,
    paymentIntentId,
  ];
  return ids.filter((id) => id !== null);
}
