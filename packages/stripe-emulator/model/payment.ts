import type Stripe from "stripe";
import { newId, nowSeconds, type Store } from "../store";

export interface Payer {
  readonly email: string | null;
  readonly name: string | null;
}

export function billingDetails(payer: Payer): Stripe.Charge.BillingDetails {
  return {
    address: {
      city: null,
      country: "US",
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    },
    email: payer.email,
    name: payer.name,
    phone: null,
    tax_id: null,
  };
}

/** A payment method; the number of its card is kept apart, and never shown. */
export function createPaymentMethod(
  store: Store,
  type: "card" | "sepa_debit",
  number: string,
  payer: Payer,
): Stripe.PaymentMethod {
  const last4 = number.slice(-4);
  const method = {
    id: newId("pm"),
    object: "payment_method",
    billing_details: billingDetails(payer),
    created: nowSeconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
    ...(type === "card"
      ? {
          card: {
            brand: number.startsWith("5") ? "mastercard" : number.startsWith("3") ? "amex" : "visa",
            checks: {
              address_line1_check: null,
              address_postal_code_check: null,
              cvc_check: "pass",
            },
            country: "US",
            display_brand: "visa",
            exp_month: 12,
            exp_year: new Date().getFullYear() + 3,
            fingerprint: "emulatedFingerprint",
            funding: "credit",
            generated_from: null,
            last4,
            networks: { available: ["visa"], preferred: null },
            regulated_status: "unregulated",
            three_d_secure_usage: { supported: true },
            wallet: null,
          },
        }
      : {
          sepa_debit: {
            bank_code: null,
            branch_code: null,
            country: number.slice(0, 2),
            fingerprint: "emulatedFingerprint",
            generated_from: null,
            last4,
          },
        }),
  } as unknown as Stripe.PaymentMethod;
  store.state.paymentMethods[method.id] = method;
  store.state.cards[method.id] = number;
  store.changed();
  return method;
}

export function createPaymentIntent(
  store: Store,
  given: {
    amount: number;
    currency: string;
    description?: string | null;
    metadata?: Record<string, string>;
    methodTypes: string[];
    customer?: string | null;
    receiptEmail?: string | null;
  },
): Stripe.PaymentIntent {
  const id = newId("pi");
  const intent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${newId("x").slice(2)}`,
    confirmation_method: "automatic",
    created: nowSeconds(),
    currency: given.currency,
    customer: given.customer ?? null,
    customer_account: null,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: given.methodTypes,
    payment_record: null,
    processing: null,
    receipt_email: given.receiptEmail ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_group: null,
  };
  store.state.paymentIntents[id] = intent;
  store.changed();
  return intent;
}

/** The charge of a payment intent's try. Like Stripe's it carries the intent's metadata. */
export function createCharge(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  status: "succeeded" | "pending" | "failed",
  base: string,
  failure?: { code: string; message: string },
): Stripe.Charge {
  const id = newId(method.type === "card" ? "ch" : "py");
  const charge: Stripe.Charge = {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: status === "succeeded" ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details as Stripe.Charge.BillingDetails,
    calculated_statement_descriptor: "OPS-CENTER CREDITS",
    captured: status !== "failed",
    created: nowSeconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: method.type } as Stripe.Charge.PaymentMethodDetails,
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: status === "failed" ? null : `${base}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
  store.state.charges[id] = charge;
  intent.latest_charge = id;
  store.changed();
  return charge;
}

export function createBalanceTransaction(
  store: Store,
  given: {
    amount: number;
    currency: string;
    source: string;
    type: "charge" | "payment" | "refund" | "adjustment" | "refund_failure";
    description?: string;
  },
): Stripe.BalanceTransaction {
  const created = nowSeconds();
  const transaction: Stripe.BalanceTransaction = {
    id: newId("txn"),
    object: "balance_transaction",
    amount: given.amount,
    available_on: created,
    balance_type: "payments",
    created,
    currency: given.currency,
    description: given.description ?? null,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: given.amount,
    reporting_category: given.type === "adjustment" ? "dispute" : given.type,
    source: given.source,
    status: "available",
    type: given.type,
  };
  store.state.balanceTransactions[transaction.id] = transaction;
  store.changed();
  return transaction;
}
