import type Stripe from "stripe";
import { newId, nowSeconds, type Store } from "../store";

export function createProduct(
  store: Store,
  given: { name: string; description?: string; metadata?: Record<string, string> },
): Stripe.Product {
  const created = nowSeconds();
  const product: Stripe.Product = {
    id: newId("prod"),
    object: "product",
    active: true,
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
    lookup_key: null,
    metadata: given.metadata ?? {},
    nickname: null,
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
