import type Stripe from "stripe";
import type { PaymentUpdate, PurchaseRef } from "@/lib/purchases/payment-updates";
import { assertShape } from "./object-shapes";
import { readDispute, readRefund } from "./read-reversal";
import {
  idOf,
  isOfOtherProgram,
  purchaseFromMetadata,
  readCharge,
  readSession,
} from "./read-session";

/** What an event says: updates about a purchase, or why there are none. */
export type EventContent =
  | {
      readonly kind: "updates";
      readonly ref: PurchaseRef;
      readonly updates: readonly PaymentUpdate[];
      /**
       * What `charge.refunded` says was refunded in all, without saying by which refunds. When the
       * known refunds add up to less, the missing ones are asked for.
       */
      readonly refundedMinor?: number;
    }
  | { readonly kind: "ignore"; readonly reason: string }
  /** Of something in a state that isn't known here: better kept as failed than misread. */
  | { readonly kind: "unreadable"; readonly reason: string };

type EventOf<Type extends Stripe.Event["type"]> = Extract<Stripe.Event, { type: Type }>;
type Readers = { readonly [Type in Stripe.Event["type"]]?: (event: EventOf<Type>) => EventContent };

/**
 * The events that this product handles, and how each is read. Pure: they make no request and change
 * nothing. A reader throws for a state that isn't known: the event is then kept as failed.
 */
const READERS = {
  // The buyer finished the checkout page. Paid by card: credited now. By bank debit: `unpaid`, waits.
  "checkout.session.completed": ({ data }) => sessionContent(data.object),
  // The bank confirmed a delayed payment: credited now.
  "checkout.session.async_payment_succeeded": ({ data }) => sessionContent(data.object),
  "checkout.session.async_payment_failed": ({ data }) => sessionContent(data.object, true),
  "checkout.session.expired": ({ data }) => sessionContent(data.object),
  // They bring the charge's id and Stripe's receipt. Credits come with the session.
  "charge.succeeded": ({ data }) => chargeContent(data.object),
  "charge.updated": ({ data }) => chargeContent(data.object),
  "charge.refunded": ({ data }) => refundedChargeContent(data.object),
  "charge.refund.updated": ({ data }) => refundContent(data.object),
  "refund.created": ({ data }) => refundContent(data.object),
  "refund.updated": ({ data }) => refundContent(data.object),
  "refund.failed": ({ data }) => refundContent(data.object),
  "charge.dispute.created": (event) => disputeContent(event),
  "charge.dispute.updated": (event) => disputeContent(event),
  "charge.dispute.closed": (event) => disputeContent(event),
  "charge.dispute.funds_withdrawn": (event) => disputeContent(event),
  "charge.dispute.funds_reinstated": (event) => disputeContent(event),
} as const satisfies Readers;

/** The events to send to the webhook, as the setup guide lists them. */
export const HANDLED_EVENTS = Object.keys(READERS) as (keyof typeof READERS)[];

/** @throws Error for an object of wrong types, or in a state that this version doesn't know */
export function readEventContent(event: Stripe.Event): EventContent {
  const readers: Readers = READERS;
  const read = readers[event.type] as ((event: Stripe.Event) => EventContent) | undefined;
  if (!read) return { kind: "ignore", reason: `Nothing is done for ${event.type} events.` };
  assertShape(event);
  return read(event);
}

function sessionContent(session: Stripe.Checkout.Session, asyncFailed = false): EventContent {
  const { id: sessionId, client_reference_id: clientReferenceId, metadata } = session;
  if (isOfOtherProgram(metadata)) {
    return { kind: "ignore", reason: "This Checkout Session was made by another program." };
  }
  const ref: PurchaseRef = purchaseFromMetadata(metadata) ?? {
    by: "session",
    sessionId,
    clientReferenceId,
  };
  return { kind: "updates", ref, updates: [readSession(session, asyncFailed)] };
}

function chargeContent(charge: Stripe.Charge): EventContent {
  const ref = purchaseFromMetadata(charge.metadata);
  if (!ref) return { kind: "ignore", reason: "This charge isn't for a purchase made here." };
  if (charge.status !== "succeeded") {
    return { kind: "ignore", reason: "The charge didn't succeed." };
  }
  return { kind: "updates", ref, updates: [readCharge(charge)] };
}

/**
 * It carries the cumulative amount and no refunds, so it only tells whether there are refunds that
 * are not known here: https://docs.stripe.com/api/events/types#event_types-charge.refunded
 */
function refundedChargeContent(charge: Stripe.Charge): EventContent {
  return {
    kind: "updates",
    ref: { by: "payment", paymentIntentId: idOf(charge.payment_intent), chargeId: charge.id },
    updates: [readCharge(charge)],
    refundedMinor: charge.amount_refunded,
  };
}

/** Every event about a refund carries the refund as it was then. */
function refundContent(refund: Stripe.Refund): EventContent {
  return { kind: "updates", ref: paymentOf(refund), updates: [readRefund(refund)] };
}

/** A dispute began, moved or ended. Its own status and balance transactions tell who has the money. */
function disputeContent({
  created,
  data: { object: dispute },
}: {
  readonly created: number;
  readonly data: { readonly object: Stripe.Dispute };
}): EventContent {
  const asOf = new Date(created * 1000);
  return { kind: "updates", ref: paymentOf(dispute), updates: [readDispute(dispute, asOf)] };
}

function paymentOf(reversal: Stripe.Refund | Stripe.Dispute): PurchaseRef {
  return {
    by: "payment",
    paymentIntentId: idOf(reversal.payment_intent),
    chargeId: idOf(reversal.charge),
  };
}
