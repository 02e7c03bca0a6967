import type { RefundFact } from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { readRefund } from "./read-reversal";
import { APP_MARK } from "./read-session";

/** A refund that an admin began. Everything that Stripe is told comes from the stored request. */
export interface RefundOrder {
  readonly requestId: string;
  /** Another one after Stripe answered with a failure of its own. */
  readonly attempt: number;
  readonly purchaseId: string;
  readonly paymentIntentId: string;
  readonly amountMinor: number;
  readonly reason: string;
}

/**
 * Gives money back. The idempotency key is the request's id and attempt, so a retry after a
 * time-out gets the refund that the first try may have made. https://docs.stripe.com/api/refunds/create
 */
export async function createRefund(order: RefundOrder): Promise<RefundFact> {
  const refund = await stripe().refunds.create(
    {
      payment_intent: order.paymentIntentId,
      amount: order.amountMinor,
      reason: "requested_by_customer",
      metadata: {
        app: APP_MARK,
        purchase_id: order.purchaseId,
        refund_request_id: order.requestId,
        reason: order.reason,
      },
    },
    { idempotencyKey: `refund:${order.requestId}:${order.attempt}` },
  );
  return readRefund(refund);
}

/**
 * The refund that a request already led to, found by its metadata. Stripe forgets an idempotency
 * key after a day; without this look a request sent again later would refund twice.
 */
export async function findRefundOfRequest(order: RefundOrder): Promise<RefundFact | undefined> {
  const refunds = stripe().refunds.list({ payment_intent: order.paymentIntentId, limit: 100 });
  for await (const refund of refunds) {
    if (refund.metadata?.refund_request_id === order.requestId) return readRefund(refund);
  }
  return undefined;
}
