import type {
  ChargeUpdate,
  PurchaseRef,
  RefundUpdate,
  SessionUpdate,
} from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { isNotFound } from "./errors";
import { readRefund } from "./read-reversal";
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

/** Every refund of a payment as it is now. */
export async function listRefunds(paymentIntentId: string): Promise<RefundUpdate[]> {
  const refunds: RefundUpdate[] = [];
  const page = stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  for await (const refund of page) refunds.push(readRefund(refund));
  return refunds;
}

/** A session as it is now, with its charge once there is one. */
export async function readSessionNow(sessionId: string): Promise<{
  ref: PurchaseRef | undefined;
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
    ref: purchaseFromMetadata(session.metadata),
    session: update,
    url: session.url,
    clientSecret: session.client_secret,
    updates: [update, ...readExpandedCharge(session)],
  };
}
