import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { integer, list, metadata, type Params, record, required, text } from "../http/params";
import { invalid, missing } from "../http/stripe-error";
import { confirmSession, expireSession } from "../model/pay";
import { createPrice, createProduct } from "../model/products";
import { createSession } from "../model/sessions";
import { newId, nowSeconds } from "../store";
import { findMethod } from "./payments";
import { type Call, found, type Route, route } from "./route";

const CREATE_PARAMS = [
  "mode",
  "ui_mode",
  "success_url",
  "cancel_url",
  "return_url",
  "line_items",
  "client_reference_id",
  "customer",
  "customer_email",
  "customer_creation",
  "metadata",
  "payment_intent_data",
  "expires_at",
  "allow_promotion_codes",
  "automatic_tax",
  "billing_address_collection",
  "locale",
  "submit_type",
  "payment_method_options",
  "payment_method_configuration",
  "excluded_payment_method_types",
  "custom_text",
  "invoice_creation",
  "phone_number_collection",
  "tax_id_collection",
] as const;

export const sessionRoutes: readonly Route[] = [
  route("POST", "/v1/checkout/sessions", [...CREATE_PARAMS, "payment_method_types"], create),
  route(
    "GET",
    "/v1/checkout/sessions",
    [...LIST_PARAMS, "payment_intent", "status", "customer"],
    ({ world, params }) => {
      const intent = text(params, "payment_intent");
      const status = text(params, "status");
      const all = Object.values(world.store.state.sessions).filter(
        (session) =>
          (!intent || session.payment_intent === intent) && (!status || session.status === status),
      );
      return listPage(all, params, "/v1/checkout/sessions", "checkout.session");
    },
  ),
  route("GET", "/v1/checkout/sessions/:id", [], (call) => withLineItems(call, findSession(call))),
  route("GET", "/v1/checkout/sessions/:id/line_items", LIST_PARAMS, (call) =>
    lineItems(call, findSession(call).id),
  ),
  route("POST", "/v1/checkout/sessions/:id/expire", [], (call) => {
    const session = findSession(call);
    if (session.status !== "open") {
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    }
    expireSession(call.world, session);
    return session;
  }),
  // Not in the public reference: the official CLI's fixtures pay with these two.
  route("GET", "/v1/payment_pages/:id", [], (call) => {
    const session = findSession(call);
    return {
      id: session.id,
      object: "payment_page",
      livemode: false,
      line_item_group: { total: session.amount_total },
    };
  }),
  route("POST", "/v1/payment_pages/:id/confirm", ["payment_method", "expected_amount"], (call) => {
    const session = findSession(call);
    const expected = integer(call.params, "expected_amount");
    if (expected !== undefined && expected !== session.amount_total) {
      throw invalid(
        "The expected amount differs from the amount of the session.",
        "expected_amount",
      );
    }
    const method = findMethod(call.world, required(call.params, "payment_method"));
    confirmSession(call.world, session, method, true);
    return { id: session.id, object: "payment_page", livemode: false };
  }),
];

function create({ world, params, pinned }: Call): Stripe.Checkout.Session {
  if (pinned && "payment_method_types" in params) {
    throw invalid(
      "Received unknown parameter: payment_method_types",
      "payment_method_types",
      "parameter_unknown",
    );
  }
  const mode = text(params, "mode") ?? "payment";
  if (mode !== "payment")
    throw invalid(`The emulator sells by one-time payment only; mode ${mode} isn't there.`, "mode");
  const items = list(params, "line_items").map((item, index) =>
    lineItem(world, item as Params, index),
  );
  if (items.length === 0)
    throw invalid("Missing required param: line_items.", "line_items", "parameter_missing");
  const [first] = items;
  const currency = first?.currency ?? "usd";
  const data = record(params, "payment_intent_data");
  const types = list(params, "payment_method_types").map(String);
  return createSession(world.store, {
    currency,
    amount: items.reduce((sum, item) => sum + item.amount_total, 0),
    lineItems: items,
    paymentMetadata: metadata(data),
    paymentDescription: text(data, "description") ?? null,
    methodTypes: types.length > 0 ? types : ["card", "sepa_debit"],
    successUrl: url(params, "success_url"),
    cancelUrl: url(params, "cancel_url"),
    clientReferenceId: text(params, "client_reference_id")?.slice(0, 200) ?? null,
    customer: text(params, "customer") ?? null,
    customerEmail: text(params, "customer_email") ?? null,
    metadata: metadata(params),
    expiresAt: expiry(params),
    pageBase: world.base,
  });
}

function url(params: Params, name: string): string | null {
  const value = text(params, name);
  if (value !== undefined && !URL.canParse(value)) {
    throw invalid("Not a valid URL", name, "url_invalid");
  }
  return value ?? null;
}

function expiry(params: Params): number {
  const now = nowSeconds();
  const at = integer(params, "expires_at") ?? now + 24 * 60 * 60;
  if (at < now + 30 * 60)
    throw invalid(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      "expires_at",
    );
  if (at > now + 24 * 60 * 60 + 60)
    throw invalid(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      "expires_at",
    );
  return at;
}

function lineItem(world: Call["world"], given: Params, index: number): Stripe.LineItem {
  const quantity = integer(given, "quantity") ?? 1;
  const price = priceOf(world, given, index);
  const amount = (price.unit_amount ?? 0) * quantity;
  const product = world.store.state.products[String(price.product)];
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: product?.name ?? null,
    metadata: {},
    price,
    quantity,
  };
}

function priceOf(world: Call["world"], given: Params, index: number): Stripe.Price {
  const id = text(given, "price");
  if (id !== undefined) {
    return found(world.store.state.prices, id, (missed) =>
      missing("price", missed, `line_items[${index}][price]`),
    );
  }
  const data = record(given, "price_data");
  const product = text(data, "product");
  const productData = record(data, "product_data");
  const productId =
    product ??
    createProduct(world.store, {
      name: required(productData, "name"),
      description: text(productData, "description"),
    }).id;
  const unitAmount = integer(data, "unit_amount");
  if (unitAmount === undefined || unitAmount < 0)
    throw invalid("Invalid non-negative integer", `line_items[${index}][price_data][unit_amount]`);
  return createPrice(world.store, {
    product: productId,
    currency: required(data, "currency").toLowerCase(),
    unitAmount,
    active: false,
  });
}

function findSession({ world, path }: Call): Stripe.Checkout.Session {
  return found(world.store.state.sessions, path.id, (id) =>
    missing("checkout.session", id, "session"),
  );
}

function lineItems({ world, params }: Call, id: string) {
  const items = world.store.state.hiddenSessions[id]?.lineItems ?? [];
  const listed = items.map((item) => ({ ...item, created: 0 })).reverse();
  const page = listPage(listed, params, `/v1/checkout/sessions/${id}/line_items`, "item");
  return { ...page, data: page.data.map(({ created: _created, ...item }) => item) };
}

/** `line_items` is there only when it is asked for. */
function withLineItems(call: Call, session: Stripe.Checkout.Session) {
  const wanted = list(call.params, "expand").some((path) => String(path).startsWith("line_items"));
  return wanted
    ? { ...session, line_items: lineItems({ ...call, params: {} }, session.id) }
    : session;
}
