import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { flag, integer, list, metadata, type Params, record, required, text } from "../http/params";
import { invalid, missing } from "../http/stripe-error";
import { discountLines } from "../model/discounts";
import { confirmSession, expireSession } from "../model/pay";
import { createSession } from "../model/sessions";
import { findMethod } from "./payments";
import { type Call, found, type Route, route } from "./route";
import { readCustomer, readDiscounts, readExpiry, readLineItem, readPage } from "./session-params";

const CREATE_PARAMS = [
  "mode",
  "ui_mode",
  "success_url",
  "cancel_url",
  "return_url",
  "redirect_on_completion",
  "line_items",
  "client_reference_id",
  "customer",
  "customer_email",
  "customer_creation",
  "metadata",
  "payment_intent_data",
  "expires_at",
  "allow_promotion_codes",
  "discounts",
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
    readLineItem(world, item as Params, index),
  );
  const [first] = items;
  if (!first)
    throw invalid("Missing required param: line_items.", "line_items", "parameter_missing");
  const { discounts, coupon } = readDiscounts(world, params);
  if (coupon) discountLines(items, coupon);
  const data = record(params, "payment_intent_data");
  const types = list(params, "payment_method_types").map(String);
  return createSession(world.store, {
    page: readPage(params),
    currency: first.currency,
    subtotalMinor: items.reduce((sum, item) => sum + item.amount_subtotal, 0),
    discountMinor: items.reduce((sum, item) => sum + item.amount_discount, 0),
    discounts,
    allowPromotionCodes: flag(params, "allow_promotion_codes") ?? false,
    lineItems: items,
    paymentMetadata: metadata(data),
    paymentDescription: text(data, "description") ?? null,
    methodTypes: types.length > 0 ? types : ["card", "sepa_debit"],
    clientReferenceId: text(params, "client_reference_id")?.slice(0, 200) ?? null,
    customer: readCustomer(world, params),
    customerEmail: text(params, "customer_email") ?? null,
    metadata: metadata(params),
    expiresAt: readExpiry(params),
    pageBase: world.base,
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
