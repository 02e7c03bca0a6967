import { stripe } from "./client";
import { orderMetadata } from "./read-session";

/** Everything of a session comes from the order row, so that a retry asks for the very same. */
export interface SessionOrder {
  readonly accountId: string;
  readonly id: string;
  readonly packName: string;
  readonly packDescription: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly stripePriceId: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly sessionExpiresAt: Date;
  readonly email: string;
}

/**
 * Creates the hosted checkout page of an order.
 * The idempotency key is the order's id: a retry after a time-out gets the session that the first
 * try may have made. https://docs.stripe.com/api/checkout/sessions/create
 */
export async function createSession(order: SessionOrder): Promise<{ id: string; url: string }> {
  const metadata = orderMetadata({ accountId: order.accountId, purchaseId: order.id });
  const session = await stripe().checkout.sessions.create(
    {
      mode: "payment",
      client_reference_id: order.id,
      metadata,
      payment_intent_data: { metadata, description: order.packName },
      customer_email: order.email,
      line_items: [{ quantity: 1, ...priceOf(order) }],
      success_url: order.successUrl,
      cancel_url: order.cancelUrl,
      expires_at: Math.floor(order.sessionExpiresAt.getTime() / 1000),
    },
    { idempotencyKey: `checkout:${order.id}` },
  );
  if (!session.url) throw new Error(`session ${session.id} has no page to send the buyer to`);
  return { id: session.id, url: session.url };
}

function priceOf(order: SessionOrder) {
  if (order.stripePriceId) return { price: order.stripePriceId };
  return {
    price_data: {
      currency: order.currency,
      unit_amount: order.amountMinor,
      product_data: { name: order.packName, description: order.packDescription },
    },
  };
}

/** Closes a session's page, so that nobody pays for an order that has ended. */
export async function expireSession(sessionId: string): Promise<void> {
  await stripe().checkout.sessions.expire(sessionId);
}
