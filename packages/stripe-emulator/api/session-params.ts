import type Stripe from "stripe";
import { integer, list, type Params, record, required, text } from "../http/params";
import { invalid, missingParam } from "../http/stripe-error";
import { couponOfCode } from "../model/discounts";
import { createPrice, createProduct } from "../model/products";
import type { SessionPage } from "../model/sessions";
import type { World } from "../model/world";
import { newId, nowSeconds } from "../store";
import { found } from "./route";

const REDIRECTS = ["always", "if_required", "never"] as const;

/** Where the buyer pays. @throws StripeError for parameters of the other kind of page */
export function readPage(params: Params): SessionPage {
  const uiMode = text(params, "ui_mode") ?? "hosted_page";
  if (uiMode === "hosted_page") {
    refuse(params, ["return_url", "redirect_on_completion"], uiMode);
    const successUrl = readUrl(params, "success_url");
    return { uiMode, successUrl, cancelUrl: readUrl(params, "cancel_url") };
  }
  if (uiMode !== "embedded_page") {
    throw invalid(
      `Invalid ui_mode: must be one of hosted_page or embedded_page (of the emulator)`,
      "ui_mode",
    );
  }
  refuse(params, ["success_url", "cancel_url"], uiMode);
  const wanted = text(params, "redirect_on_completion") ?? "always";
  const redirect = REDIRECTS.find((known) => known === wanted);
  if (!redirect) {
    throw invalid(
      "Invalid redirect_on_completion: must be one of always, if_required, or never",
      "redirect_on_completion",
    );
  }
  if (redirect === "never") refuse(params, ["return_url"], "redirect_on_completion: never");
  else required(params, "return_url");
  return { uiMode, redirect, returnUrl: readUrl(params, "return_url") };
}

function refuse(params: Params, names: readonly string[], with_: string): void {
  const name = names.find((candidate) => candidate in params);
  if (name) throw invalid(`\`${name}\` can't be used with ${with_}.`, name);
}

export function readCustomer({ store: { state } }: World, params: Params): string | null {
  const id = text(params, "customer");
  if (id === undefined) return null;
  return found(state.customers, id, (missed) => missingParam("customer", missed, "customer")).id;
}

/** A session takes one coupon or promotion code. */
export function readDiscounts(
  { store: { state } }: World,
  params: Params,
): { discounts: Stripe.Checkout.Session.Discount[]; coupon: Stripe.Coupon | undefined } {
  const [given, ...others] = list(params, "discounts") as Params[];
  if (!given) return { discounts: [], coupon: undefined };
  if (others.length > 0) throw invalid("A session takes one discount.", "discounts");
  const id = text(given, "promotion_code");
  if (id === undefined) {
    const name = "discounts[0][coupon]";
    const coupon = found(state.coupons, text(given, "coupon"), (missed) =>
      missingParam("coupon", missed, name),
    );
    return { discounts: [{ coupon: coupon.id, promotion_code: null }], coupon };
  }
  const name = "discounts[0][promotion_code]";
  const code = found(state.promotionCodes, id, (missed) =>
    missingParam("promotion code", missed, name),
  );
  const coupon = couponOfCode(state, code);
  if (!coupon) throw invalid("This promotion code is inactive.", name);
  return { discounts: [{ coupon: null, promotion_code: code.id }], coupon };
}

function readUrl(params: Params, name: string): string | null {
  const value = text(params, name);
  if (value !== undefined && !URL.canParse(value)) {
    throw invalid("Not a valid URL", name, "url_invalid");
  }
  return value ?? null;
}

export function readExpiry(params: Params): number {
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

export function readLineItem(world: World, given: Params, index: number): Stripe.LineItem {
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

function priceOf(world: World, given: Params, index: number): Stripe.Price {
  const id = text(given, "price");
  if (id !== undefined) {
    const param = `line_items[${index}][price]`;
    const price = found(world.store.state.prices, id, (missed) =>
      missingParam("price", missed, param),
    );
    if (!price.active) throw invalid("The price specified is inactive.", param);
    return price;
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
