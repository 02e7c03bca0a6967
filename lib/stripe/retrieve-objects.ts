import { stripe } from "./client";
import { type StripeItem, toDisputeItem, toRefundItem, toSessionItem } from "./comparable-objects";

/** https://docs.stripe.com/api/checkout/sessions/retrieve */
export async function retrieveSession(id: string): Promise<StripeItem> {
  const expand = ["payment_intent.latest_charge"];
  return toSessionItem(await stripe().checkout.sessions.retrieve(id, { expand }));
}

/** https://docs.stripe.com/api/refunds/retrieve */
export async function retrieveRefund(id: string): Promise<StripeItem> {
  return toRefundItem(await stripe().refunds.retrieve(id, { expand: ["payment_intent"] }));
}

/** https://docs.stripe.com/api/disputes/retrieve */
export async function retrieveDispute(id: string): Promise<StripeItem> {
  return toDisputeItem(await stripe().disputes.retrieve(id, { expand: ["payment_intent"] }));
}
