import type Stripe from "stripe";
import { type HiddenSession, newId, nowSeconds, type Store } from "../store";

/** Where the buyer pays: on a page here, or in a frame on the seller's own page. */
export type SessionPage =
  | {
      readonly uiMode: "hosted_page";
      readonly successUrl: string | null;
      readonly cancelUrl: string | null;
    }
  | {
      readonly uiMode: "embedded_page";
      readonly returnUrl: string | null;
      readonly redirect: "always" | "if_required" | "never";
    };

export interface NewSession extends HiddenSession {
  readonly page: SessionPage;
  readonly currency: string;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly discounts: Stripe.Checkout.Session.Discount[];
  readonly allowPromotionCodes: boolean;
  readonly clientReferenceId: string | null;
  readonly customerEmail: string | null;
  readonly customer: string | null;
  readonly metadata: Record<string, string>;
  readonly expiresAt: number;
  readonly pageBase: string;
}

/** An open Checkout Session: https://docs.stripe.com/api/checkout/sessions/object */
export function createSession(store: Store, given: NewSession): Stripe.Checkout.Session {
  const id = newId("cs_test");
  const session: Stripe.Checkout.Session = {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: given.allowPromotionCodes || null,
    allowed_payment_method_types: null,
    amount_subtotal: given.subtotalMinor,
    amount_total: given.subtotalMinor - given.discountMinor,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: given.clientReferenceId,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: nowSeconds(),
    currency: given.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: given.customer,
    customer_account: null,
    customer_creation: "if_required",
    customer_details: given.customerEmail ? customerDetails(given.customerEmail, null) : null,
    customer_email: given.customerEmail,
    discounts: given.discounts,
    expires_at: given.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: given.metadata,
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...given.methodTypes],
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: given.discountMinor, amount_shipping: 0, amount_tax: 0 },
    ui_mode: given.page.uiMode,
    url: null,
    wallet_options: null,
    ...describePage(given, id),
  };
  store.state.sessions[id] = session;
  const { lineItems, paymentMetadata, paymentDescription, methodTypes } = given;
  store.state.hiddenSessions[id] = { lineItems, paymentMetadata, paymentDescription, methodTypes };
  store.changed();
  return session;
}

function describePage({ page, pageBase }: NewSession, id: string) {
  if (page.uiMode === "hosted_page") {
    const { successUrl, cancelUrl } = page;
    return { success_url: successUrl, cancel_url: cancelUrl, url: `${pageBase}/c/pay/${id}` };
  }
  return {
    client_secret: `${id}_${newId("secret")}`,
    redirect_on_completion: page.redirect,
    ...(page.returnUrl !== null && { return_url: page.returnUrl }),
  };
}

export function customerDetails(
  email: string | null,
  name: string | null,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}
