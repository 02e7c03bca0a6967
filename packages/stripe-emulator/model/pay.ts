import type Stripe from "stripe";
import { StripeError } from "../http/stripe-error";
import { nowSeconds, type Store } from "../store";
import { behaviourOf, IBANS } from "./cards";
import { createDispute } from "./disputes";
import {
  createBalanceTransaction,
  createCharge,
  createPaymentIntent,
  createPaymentMethod,
  type Payer,
} from "./payment";
import { customerDetails } from "./sessions";
import type { World } from "./world";

/** What became of a try to pay. */
export type Outcome = "succeeded" | "processing" | "requires_action";

/**
 * Pays an open session by card or bank debit, as its page does.
 * @param given.authenticated the buyer passed 3D Secure
 * @throws StripeError card_error when the card is declined
 */
export function paySession(
  world: World,
  session: Stripe.Checkout.Session,
  given: Payer & { type: "card" | "sepa_debit"; number: string; authenticated?: boolean },
): Outcome {
  if (session.status === "open" && session.amount_total === 0) {
    completeSession(world, session, given, "no_payment_required");
    return "succeeded";
  }
  const method = createPaymentMethod(world.store, given.type, given.number, given);
  return confirmSession(world, session, method, given.authenticated ?? false);
}

export function confirmSession(
  world: World,
  session: Stripe.Checkout.Session,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): Outcome {
  if (session.status !== "open") {
    throw new StripeError(400, {
      type: "invalid_request_error",
      code: "payment_intent_unexpected_state",
      message: `This Checkout Session is ${session.status} and can't be paid.`,
    });
  }
  const intent = intentOf(world, session, method);
  const outcome = confirmIntent(world, intent, method, authenticated);
  if (outcome !== "requires_action") {
    const status = outcome === "succeeded" ? "paid" : "unpaid";
    completeSession(world, session, method.billing_details, status);
  }
  if (outcome === "processing")
    settleByItself(world, session, world.store.state.cards[method.id] ?? "");
  return outcome;
}

/** The payment intent of a session: made at the first try, as since 2022 on Stripe. */
function intentOf(
  world: World,
  session: Stripe.Checkout.Session,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const { store, emitter } = world;
  const known =
    typeof session.payment_intent === "string" &&
    store.state.paymentIntents[session.payment_intent];
  if (known) return known;
  const hidden = store.state.hiddenSessions[session.id];
  const intent = createPaymentIntent(store, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    description: hidden?.paymentDescription,
    metadata: hidden?.paymentMetadata,
    methodTypes: hidden?.methodTypes ?? ["card"],
    receiptEmail: method.billing_details.email,
  });
  session.payment_intent = intent.id;
  emitter.emit("payment_intent.created", intent);
  return intent;
}

/** Confirms a payment intent with a payment method. @throws StripeError card_error */
export function confirmIntent(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): Outcome {
  const { store, emitter } = world;
  const number = store.state.cards[method.id] ?? "";
  intent.payment_method = method.id;
  if (method.type === "sepa_debit") {
    intent.status = "processing";
    const charge = createCharge(store, intent, method, "pending", world.base);
    emitter.emit("payment_intent.processing", intent);
    emitter.emit("charge.pending", charge);
    return "processing";
  }
  const behaviour = behaviourOf(number) ?? {};
  if (behaviour.threeDSecure && !authenticated) {
    intent.status = "requires_action";
    intent.next_action = { type: "use_stripe_sdk" } as Stripe.PaymentIntent.NextAction;
    emitter.emit("payment_intent.requires_action", intent);
    store.changed();
    return "requires_action";
  }
  intent.next_action = null;
  if (behaviour.decline) throw decline(world, intent, method, behaviour.decline);
  const charge = createCharge(store, intent, method, "succeeded", world.base);
  settleCharge(store, charge);
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  emitter.emit("charge.succeeded", charge);
  emitter.emit("payment_intent.succeeded", intent);
  if (behaviour.disputed) createDispute(world, charge, { kind: behaviour.disputed });
  return "succeeded";
}

/** Refuses a payment; the buyer may try another card. */
export function decline(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  why: { code: string; declineCode?: string; message: string },
): StripeError {
  const charge = createCharge(world.store, intent, method, "failed", world.base, why);
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  intent.last_payment_error = {
    type: "card_error",
    code: why.code,
    decline_code: why.declineCode,
    message: why.message,
    charge: charge.id,
    payment_method: structuredClone(method),
  } as Stripe.PaymentIntent.LastPaymentError;
  world.emitter.emit("charge.failed", charge);
  world.emitter.emit("payment_intent.payment_failed", intent);
  return new StripeError(402, {
    type: "card_error",
    code: why.code,
    decline_code: why.declineCode,
    message: why.message,
    payment_intent: structuredClone(intent),
  });
}

function completeSession(
  { store, emitter }: World,
  session: Stripe.Checkout.Session,
  payer: Payer,
  paymentStatus: "paid" | "unpaid" | "no_payment_required",
): void {
  session.status = "complete";
  session.payment_status = paymentStatus;
  session.url = null;
  session.client_secret = null;
  session.customer_details = customerDetails(session.customer_email ?? payer.email, payer.name);
  store.changed();
  emitter.emit("checkout.session.completed", session);
}

/** How long the bank takes with a test IBAN. On Stripe minutes; here one needn't wait. */
const BANK_TAKES_MS = 2_000;

/**
 * What the test IBANs do by themselves; with any other account the bank waits to be told.
 * https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration
 */
function settleByItself(world: World, session: Stripe.Checkout.Session, iban: string): void {
  const outcome = outcomeOfIban(iban);
  if (!outcome) return;
  setTimeout(() => {
    const intent = world.store.state.paymentIntents[String(session.payment_intent)];
    if (intent?.status === "processing") settleAsync(world, session, outcome === "succeeds");
  }, BANK_TAKES_MS).unref();
}

/** The bank's word on a debit that was under way. */
export function settleAsync(
  world: World,
  session: Stripe.Checkout.Session,
  succeeds: boolean,
): void {
  const { store, emitter } = world;
  const intent = store.state.paymentIntents[String(session.payment_intent)];
  const charge = intent && store.state.charges[String(intent.latest_charge)];
  if (!intent || !charge || charge.status !== "pending") {
    throw new StripeError(400, {
      type: "invalid_request_error",
      message: "No bank payment of this session is under way.",
    });
  }
  if (succeeds) {
    charge.status = "succeeded";
    charge.paid = true;
    charge.amount_captured = charge.amount;
    settleCharge(store, charge);
    intent.status = "succeeded";
    intent.amount_received = intent.amount;
    session.payment_status = "paid";
    emitter.emit("charge.succeeded", charge);
    emitter.emit("payment_intent.succeeded", intent);
    emitter.emit("checkout.session.async_payment_succeeded", session);
  } else {
    charge.status = "failed";
    charge.failure_code = "debit_not_authorized";
    charge.failure_message = "The bank refused the debit.";
    intent.status = "requires_payment_method";
    emitter.emit("charge.failed", charge);
    emitter.emit("payment_intent.payment_failed", intent);
    emitter.emit("checkout.session.async_payment_failed", session);
  }
  store.changed();
}

/** Whether the bank accepts a debit of this test IBAN in the end; undefined for any other. */
export function outcomeOfIban(iban: string): "succeeds" | "fails" | undefined {
  return IBANS[iban];
}

export function expireSession({ store, emitter }: World, session: Stripe.Checkout.Session): void {
  session.status = "expired";
  session.url = null;
  session.client_secret = null;
  store.changed();
  emitter.emit("checkout.session.expired", session);
}

/** Ends pages whose time is over. */
export function expireDueSessions(world: World): void {
  const now = nowSeconds();
  for (const session of Object.values(world.store.state.sessions)) {
    if (session.status === "open" && session.expires_at <= now) expireSession(world, session);
  }
}

function settleCharge(store: Store, charge: Stripe.Charge): void {
  const { amount, currency, id } = charge;
  charge.balance_transaction = createBalanceTransaction(store, {
    amount,
    currency,
    source: id,
    type: "charge",
  }).id;
  charge.outcome = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: "approved_by_network",
    reason: null,
    risk_level: "normal",
    risk_score: 12,
    seller_message: "Payment complete.",
    type: "authorized",
  } as unknown as Stripe.Charge.Outcome;
}
