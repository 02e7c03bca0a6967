import type Stripe from "stripe";
import { invalid, missing } from "../http/stripe-error";
import { newId, nowSeconds } from "../store";
import { behaviourOf } from "./cards";
import { createBalanceTransaction } from "./payment";
import type { World } from "./world";

export interface NewRefund {
  readonly charge: Stripe.Charge;
  readonly amount?: number;
  readonly reason?: string;
  readonly metadata?: Record<string, string>;
}

/** Gives money back, with the events in Stripe's order. https://docs.stripe.com/api/refunds/create */
export function createRefund(world: World, given: NewRefund): Stripe.Refund {
  const { store, emitter } = world;
  const { charge } = given;
  const left = charge.amount - charge.amount_refunded;
  const amount = given.amount ?? left;
  if (!charge.paid) throw invalid(`Charge ${charge.id} has not been paid.`, "charge");
  if (left === 0)
    throw invalid(
      `Charge ${charge.id} has already been refunded.`,
      "charge",
      "charge_already_refunded",
    );
  if (amount <= 0) throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  if (amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      "amount",
    );
  }
  const id = newId("re");
  const refund: Stripe.Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction: createBalanceTransaction(store, {
      amount: -amount,
      currency: charge.currency,
      source: id,
      type: "refund",
    }).id,
    charge: charge.id,
    created: nowSeconds(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: "card" } as Stripe.Refund.DestinationDetails,
    metadata: given.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: (given.reason as Stripe.Refund.Reason) ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  store.state.refunds[id] = refund;
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  store.changed();
  emitter.emit("refund.created", refund);
  emitter.emit("charge.refunded", charge, previous);
  const card = store.state.cards[String(charge.payment_method)] ?? "";
  if (behaviourOf(card)?.refundFails) setTimeout(() => failRefund(world, refund.id), 500).unref();
  return refund;
}

/** The bank sends a refund back: it fails, also after it had succeeded. */
export function failRefund(world: World, id: string): Stripe.Refund {
  const { store, emitter } = world;
  const refund = store.state.refunds[id];
  const charge = refund && store.state.charges[String(refund.charge)];
  if (!refund || !charge) throw missing("refund", id);
  if (refund.status === "failed") return refund;
  const previous = { status: refund.status };
  refund.status = "failed";
  refund.failure_reason = "expired_or_canceled_card";
  refund.failure_balance_transaction = createBalanceTransaction(store, {
    amount: refund.amount,
    currency: refund.currency,
    source: id,
    type: "refund_failure",
  }).id;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  store.changed();
  emitter.emit("refund.updated", refund, previous);
  emitter.emit("refund.failed", refund, previous);
  emitter.emit("charge.refund.updated", refund, previous);
  return refund;
}
