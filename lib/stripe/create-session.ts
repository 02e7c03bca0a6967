import { stripe } from "./client";
import { purchaseMetadata } from "./read-session";

/** Everything of a session comes from the purchase row, so that a retry asks for the very same. */
export interface SessionInput {
  readonly accountId: string;
  readonly id: string;
  readonly packName: string;
  readonly packDescription: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly stripePriceId: string | null;
  readonly checkoutUi: "hosted" | "embedded";
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly sessionExpiresAt: Date;
  readonly customerEmail: string | null;
}

/**
 * Creates the checkout session of a purchase: a page at Stripe, or a form for a page of ours.
 * The idempotency key is the purchase's id: a retry after a time-out gets the session that the first
 * try may have made. https://docs.stripe.com/api/checkout/sessions/create
 * @returns the session's id, and the address of the hosted page
 */
export async function createSession(
  purchase: SessionInput,
): Promise<{ id: string; url: string | null }> {
  const metadata = purchaseMetadata({ accountId: purchase.accountId, purchaseId: purchase.id });
  const session = await stripe().checkout.sessions.create(
    {
      mode: "payment",
      client_reference_id: purchase.id,
      metadata,
      payment_intent_data: { metadata, description: purchase.packName },
      ...(purchase.customerEmail && { customer_email: purchase.customerEmail }),
      line_items: [{ quantity: 1, ...priceOf(purchase) }],
      ...placeOf(purchase),
      expires_at: Math.floor(purchase.sessionExpiresAt.getTime() / 1000),
    },
    { idempotencyKey: `checkout:${purchase.id}` },
  );
  return { id: session.id, url: session.url };
}

/** Stripe's form on our page comes back to one address, whether it was paid or not. */
function placeOf({ checkoutUi, successUrl, cancelUrl }: SessionInput) {
  return checkoutUi === "embedded"
    ? ({ ui_mode: "embedded_page", return_url: successUrl } as const)
    : { success_url: successUrl, cancel_url: cancelUrl };
}

function priceOf(purchase: SessionInput) {
  if (purchase.stripePriceId) return { price: purchase.stripePriceId };
  return {
    price_data: {
      currency: purchase.currency,
      unit_amount: purchase.amountMinor,
      product_data: { name: purchase.packName, description: purchase.packDescription },
    },
  };
}

/** Closes a session's page, so that a purchase that has ended can't be paid. */
export async function expireSession(sessionId: string): Promise<void> {
  await stripe().checkout.sessions.expire(sessionId);
}
