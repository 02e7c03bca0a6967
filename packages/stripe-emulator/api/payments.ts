import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import {
  changeMetadata,
  integer,
  metadata,
  type Params,
  record,
  required,
  text,
} from "../http/params";
import { invalid, missing, missingParam } from "../http/stripe-error";
import { READY_MADE } from "../model/cards";
import { confirmIntent } from "../model/pay";
import { createPaymentIntent, createPaymentMethod } from "../model/payment";
import type { World } from "../model/world";
import { type Call, found, type Route, route } from "./route";

const INTENT_PARAMS = [
  "amount",
  "currency",
  "description",
  "metadata",
  "customer",
  "payment_method",
  "payment_method_types",
  "payment_method_data",
  "automatic_payment_methods",
  "confirm",
  "receipt_email",
  "shipping",
  "return_url",
  "setup_future_usage",
  "statement_descriptor",
  "confirmation_method",
  "capture_method",
  "off_session",
] as const;

export const paymentRoutes: readonly Route[] = [
  route("POST", "/v1/payment_intents", INTENT_PARAMS, createIntent),
  route("GET", "/v1/payment_intents", [...LIST_PARAMS, "customer"], ({ world, params }) =>
    listPage(
      Object.values(world.store.state.paymentIntents),
      params,
      "/v1/payment_intents",
      "payment_intent",
    ),
  ),
  route("GET", "/v1/payment_intents/:id", ["client_secret"], (call) =>
    findIntent(call.world, call.path.id),
  ),
  route("POST", "/v1/payment_intents/:id", ["metadata", "description"], (call) => {
    const intent = findIntent(call.world, call.path.id);
    intent.metadata = changeMetadata(intent.metadata, call.params);
    intent.description = text(call.params, "description") ?? intent.description;
    call.world.store.changed();
    return intent;
  }),
  route(
    "POST",
    "/v1/payment_intents/:id/confirm",
    ["payment_method", "return_url", "off_session", "payment_method_data"],
    (call) => confirm(call.world, findIntent(call.world, call.path.id), call.params),
  ),
  route("POST", "/v1/payment_intents/:id/cancel", ["cancellation_reason"], (call) => {
    const intent = findIntent(call.world, call.path.id);
    if (intent.status === "succeeded" || intent.status === "canceled") {
      throw invalid(
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        undefined,
        "payment_intent_unexpected_state",
      );
    }
    intent.status = "canceled";
    intent.canceled_at = Math.floor(Date.now() / 1000);
    call.world.emitter.emit("payment_intent.canceled", intent);
    return intent;
  }),
  route(
    "POST",
    "/v1/payment_methods",
    ["type", "card", "sepa_debit", "billing_details", "metadata"],
    ({ world, params }) => {
      const type = required(params, "type");
      return methodOf(world, {
        type,
        card: params.card,
        sepa_debit: params.sepa_debit,
        billing_details: params.billing_details,
      });
    },
  ),
  route("GET", "/v1/payment_methods/:id", [], ({ world, path }) =>
    found(world.store.state.paymentMethods, path.id, (id) => missing("PaymentMethod", id)),
  ),
  route(
    "GET",
    "/v1/charges",
    [...LIST_PARAMS, "payment_intent", "customer"],
    ({ world, params }) => {
      const intent = text(params, "payment_intent");
      const all = Object.values(world.store.state.charges).filter(
        (charge) => !intent || charge.payment_intent === intent,
      );
      return listPage(all, params, "/v1/charges", "charge");
    },
  ),
  route(
    "POST",
    "/v1/charges",
    ["amount", "currency", "source", "description", "metadata", "receipt_email", "shipping"],
    (call) => {
      const intent = makeIntent(call);
      const method = findMethod(call.world, required(call.params, "source"));
      confirmIntent(call.world, intent, method, true);
      return call.world.store.state.charges[String(intent.latest_charge)];
    },
  ),
  route("GET", "/v1/charges/:id", [], ({ world, path }) =>
    found(world.store.state.charges, path.id, (id) => missing("charge", id)),
  ),
  route("GET", "/v1/balance_transactions/:id", [], ({ world, path }) =>
    found(world.store.state.balanceTransactions, path.id, (id) =>
      missing("balance transaction", id),
    ),
  ),
  route("GET", "/v1/balance", [], ({ world }) => ({
    object: "balance",
    available: [
      { amount: totalBalance(world), currency: "usd", source_types: { card: totalBalance(world) } },
    ],
    livemode: false,
    pending: [{ amount: 0, currency: "usd", source_types: { card: 0 } }],
    refund_and_dispute_prefunding: { available: [], pending: [] },
  })),
];

function totalBalance(world: World): number {
  return Object.values(world.store.state.balanceTransactions).reduce(
    (sum, transaction) => sum + transaction.net,
    0,
  );
}

function makeIntent({ world, params }: Call): Stripe.PaymentIntent {
  const amount = integer(params, "amount");
  if (amount === undefined)
    throw invalid("Missing required param: amount.", "amount", "parameter_missing");
  if (amount < 1)
    throw invalid(
      "This value must be greater than or equal to 1.",
      "amount",
      "parameter_invalid_integer",
    );
  const intent = createPaymentIntent(world.store, {
    amount,
    currency: required(params, "currency").toLowerCase(),
    description: text(params, "description"),
    metadata: metadata(params),
    methodTypes: Array.isArray(params.payment_method_types)
      ? params.payment_method_types.map(String)
      : ["card"],
    customer: text(params, "customer"),
    receiptEmail: text(params, "receipt_email"),
  });
  world.emitter.emit("payment_intent.created", intent);
  return intent;
}

function createIntent(call: Call): Stripe.PaymentIntent {
  const intent = makeIntent(call);
  return text(call.params, "confirm") === "true"
    ? confirm(call.world, intent, call.params)
    : intent;
}

function confirm(world: World, intent: Stripe.PaymentIntent, params: Params): Stripe.PaymentIntent {
  const id = text(params, "payment_method");
  const data = record(params, "payment_method_data");
  const method = id ? findMethod(world, id) : methodOf(world, data);
  confirmIntent(world, intent, method, false);
  return intent;
}

function findIntent(world: World, id: string | undefined): Stripe.PaymentIntent {
  return found(world.store.state.paymentIntents, id, (missed) =>
    missing("payment_intent", missed, "intent"),
  );
}

/** A payment method by its id, or a new one of Stripe's ready-made test ones. */
export function findMethod(world: World, id: string): Stripe.PaymentMethod {
  const card = READY_MADE[id];
  if (card) return createPaymentMethod(world.store, "card", card, { email: null, name: null });
  return found(world.store.state.paymentMethods, id, (missed) =>
    missingParam("PaymentMethod", missed, "payment_method"),
  );
}

function methodOf(world: World, data: Params): Stripe.PaymentMethod {
  const billing = record(data, "billing_details");
  const payer = { email: text(billing, "email") ?? null, name: text(billing, "name") ?? null };
  if (text(data, "type") === "sepa_debit") {
    return createPaymentMethod(
      world.store,
      "sepa_debit",
      required(record(data, "sepa_debit"), "iban"),
      payer,
    );
  }
  const card = record(data, "card");
  const token = text(card, "token");
  return createPaymentMethod(
    world.store,
    "card",
    token ? (READY_MADE[token] ?? "") : required(card, "number"),
    payer,
  );
}
