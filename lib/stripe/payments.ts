import type {
  ChargeUpdate,
  DisputeUpdate,
  PurchaseRef,
  RefundUpdate,
  SessionUpdate,
} from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { isNotFound } from "./errors";
import { readDispute, readRefund } from "./read-reversal";
import {
  isAsyncFailed,
  purchaseFromMetadata,
  readExpandedCharge,
  readSession,
} from "./read-session";

/** The purchase that a payment's own metadata names; undefined when it isn't one of ours. */
export async function findPurchaseOfPayment(
  paymentIntentId: string,
): Promise<PurchaseRef | undefined> {
  try {
    const intent = await stripe().paymentIntents.retrieve(paymentIntentId);
    return purchaseFromMetadata(intent.metadata);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Every refund of a payment as it is now. https://docs.stripe.com/api/refunds/list */
export async function listRefunds(paymentIntentId: string): Promise<RefundUpdate[]> {
  const refunds: RefundUpdate[] = [];
  const pages = stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  for await (const refund of pages) refunds.push(readRefund(refund));
  return refunds;
}

/** Every refund and dispute of a payment as it is now; none of a payment that Stripe doesn't know. */
export async function listReversals(
  paymentIntentId: string,
): Promise<(RefundUpdate | DisputeUpdate)[]> {
  try {
    const reversals: (RefundUpdate | DisputeUpdate)[] = await listRefunds(paymentIntentId);
    const pages = stripe().disputes.list({ payment_intent: paymentIntentId, limit: 100 });
    for await (const dispute of pages) reversals.push(readDispute(dispute));
    return reversals;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** A session as it is now, with its charge once there is one. */
export async function readSessionNow(sessionId: string): Promise<{
  session: SessionUpdate;
  /** Of the hosted page, while the session is open. */
  url: string | null;
  /** Of the embedded form, while the session is open. It lets a browser pay; it is no key of ours. */
  clientSecret: string | null;
  updates: (SessionUpdate | ChargeUpdate)[];
}> {
  const session = await stripe().checkout.sessions.retrieve(sessionId, {
    expand: ["payment_intent.latest_charge"],
  });
  const update = readSession(session, isAsyncFailed(session));
  return {
    session: update,
    url: session.url,
    clientSecret: session.client_secret,
    updates: [update, ...readExpandedCharge(session)],
  };
}
