import type { disputeStatus, refundStatus } from "@/db/schema";

/** What Stripe said about a payment, in our words: no SDK types, only what decisions need. */
export type PaymentUpdate = SessionUpdate | ChargeUpdate | RefundUpdate | DisputeUpdate;

/** A Checkout Session as it was when Stripe spoke of it. */
export interface SessionUpdate {
  readonly type: "session";
  readonly sessionId: string;
  readonly status: "open" | "complete" | "expired";
  readonly paymentStatus: "paid" | "unpaid" | "no_payment_required";
  /** An async payment (a bank debit, say) was refused after the session was complete. */
  readonly asyncFailed: boolean;
  readonly paymentIntentId: string | null;
  /** Before tax and discounts: what is compared with the purchase. */
  readonly subtotalMinor: number;
  /** After tax and discounts: what was paid. */
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly currency: string;
  readonly livemode: boolean;
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
  /** The payment it gives back: a purchase may have been paid a second time by mistake. */
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
  readonly reason: string | null;
  readonly createdAt: Date;
}

/** Which purchase updates are about: as its own metadata names it, or through a Stripe object. */
export type PurchaseRef =
  | { readonly by: "purchase"; readonly accountId: string; readonly purchaseId: string }
  | {
      readonly by: "payment";
      readonly paymentIntentId: string | null;
      readonly chargeId: string | null;
    };

/** What an event says: updates about a purchase, or why there are none. */
export type EventContent =
  | {
      readonly kind: "updates";
      readonly ref: PurchaseRef;
      readonly updates: readonly PaymentUpdate[];
      /**
       * What `charge.refunded` says was refunded in all, without saying by which refunds. When the
       * refunds we know add up to less, the missing ones are asked for.
       */
      readonly refundedMinor?: number;
    }
  | { readonly kind: "ignore"; readonly reason: string }
  /** Of something in a state that isn't known here: better kept as failed than misread. */
  | { readonly kind: "unreadable"; readonly reason: string };
