import type { ChargeFact, RefundFact, SessionFact, Subject } from "@/lib/purchases/payment-updates";
import { stripe } from "./client";
import { isNotFound } from "./errors";
import { readRefund } from "./read-reversal";
import { isAsyncFailed, orderFromMetadata, readExpandedCharge, readSession } from "./read-session";

/** The order that a payment's own metadata names; undefined when it isn't one of ours. */
export async function findOrderOfPayment(paymentIntentId: string): Promise<Subject | undefined> {
  try {
    const intent = await stripe().paymentIntents.retrieve(paymentIntentId);
    return orderFromMetadata(intent.metadata);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Every refund of a payment as it is now. */
export async function listRefunds(paymentIntentId: string): Promise<RefundFact[]> {
  const refunds: RefundFact[] = [];
  const page = stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  for await (const refund of page) refunds.push(readRefund(refund));
  return refunds;
}

/** A session as it is now, with its charge once there is one. */
export async function readSessionNow(sessionId: string): Promise<{
  subject: Subject | undefined;
  session: SessionFact;
  url: string | null;
  facts: (SessionFact | ChargeFact)[];
}> {
  const session = await stripe().checkout.sessions.retrieve(sessionId, {
    expand: ["payment_intent.latest_charge"],
  });
  const fact = readSession(session, isAsyncFailed(session));
  return {
    subject: orderFromMetadata(session.metadata),
    session: fact,
    url: session.url,
    facts: [fact, ...readExpandedCharge(session)],
  };
}
