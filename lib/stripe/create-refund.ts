import type { RefundUpdate } from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { readRefund } from "./read-reversal";
import { APP_MARK } from "./read-session";

/** A refund that an admin began. Everything that Stripe is told comes from the stored request. */
export interface RefundInput {
  readonly requestId: string;
  /** Another one after Stripe answered with a failure of its own. */
  readonly attempt: number;
  readonly purchaseId: string;
  readonly paymentIntentId: string;
  readonly amountMinor: number;
  readonly reason: string;
}

/**
 * Refunds a payment. The idempotency key is the request's id and attempt, so a retry after a
 * time-out gets the refund that the first try may have made. https://docs.stripe.com/api/refunds/create
 */
export async function createRefund(purchase: RefundInput): Promise<RefundUpdate> {
  const refund = await stripe().refunds.create(
    {
      payment_intent: purchase.paymentIntentId,
      amount: purchase.amountMinor,
      reason: "requested_by_customer",
      metadata: {
        app: APP_MARK,
        purchase_id: purchase.purchaseId,
        refund_request_id: purchase.requestId,
        reason: purchase.reason,
      },
    },
    { idempotencyKey: `refund:${purchase.requestId}:${purchase.attempt}` },
  );
  return readRefund(refund);
}

/**
 * The refund that a request already led to, found by its metadata. Stripe forgets an idempotency
 * key after a day; without this look a request sent again later would refund twice.
 */
export async function findRefundOfRequest(
  purchase: RefundInput,
): Promise<RefundUpdate | undefined> {
  const refunds = stripe().refunds.list({ payment_intent: purchase.paymentIntentId, limit: 100 });
  for await (const refund of refunds) {
    if (refund.metadata?.refund_request_id === purchase.requestId) return readRefund(refund);
  }
  return undefined;
}
