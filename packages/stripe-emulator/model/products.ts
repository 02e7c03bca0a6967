import type Stripe from "stripe";
import { invalid } from "../http/stripe-error";
import { newId, nowSeconds, type Store } from "../store";

export function createProduct(
  store: Store,
  given: {
    readonly id?: string;
    readonly name: string;
    readonly description?: string;
    readonly active?: boolean;
    readonly metadata?: Record<string, string>;
  },
): Stripe.Product {
  const created = nowSeconds();
  const product: Stripe.Product = {
    id: given.id ?? newId("prod"),
    object: "product",
    active: given.active ?? true,
    created,
    default_price: null,
    description: given.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: given.metadata ?? {},
    name: given.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: created,
    url: null,
  };
  store.state.products[product.id] = product;
  store.changed();
  return product;
}

export function createPrice(
  store: Store,
  given: {
    product: string;
    currency: string;
    unitAmount: number;
    metadata?: Record<string, string>;
    active?: boolean;
    lookupKey?: string;
    nickname?: string;
  },
): Stripe.Price {
  const price: Stripe.Price = {
    id: newId("price"),
    object: "price",
    active: given.active ?? true,
    billing_scheme: "per_unit",
    created: nowSeconds(),
    currency: given.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: given.lookupKey ?? null,
    metadata: given.metadata ?? {},
    nickname: given.nickname ?? null,
    product: given.product,
    recurring: null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: given.unitAmount,
    // On the wire a string; the SDK makes its Decimal of it.
    unit_amount_decimal: String(given.unitAmount) as unknown as Stripe.Decimal,
  };
  store.state.prices[price.id] = price;
  store.changed();
  return price;
}

/**
 * Makes a lookup key free for a price: one price at a time holds it.
 * https://docs.stripe.com/api/prices/create#create_price-transfer_lookup_key
 * @throws StripeError when another price holds it and it isn't to be transferred
 */
export function holdLookupKey(store: Store, key: string, transfer = false): void {
  const holder = Object.values(store.state.prices).find((price) => price.lookup_key === key);
  if (!holder) return;
  if (!transfer) {
    throw invalid(
      `A price (\`${holder.id}\`) already uses that lookup key.`,
      "lookup_key",
      "resource_already_exists",
    );
  }
  holder.lookup_key = null;
}
