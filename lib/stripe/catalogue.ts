import type Stripe from "stripe";
import { stripe } from "./client";
import { isNotFound } from "./errors";
import { APP_MARK } from "./read-session";

/** What a pack should look like in Stripe's catalogue. */
export interface CatalogueItem {
  readonly packCode: string;
  readonly name: string;
  readonly description: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface CatalogueProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
}

/**
 * The product of a pack: the one whose id is known, or an active one that this product made before,
 * such as before a restore of the database.
 */
export async function findProduct(
  packCode: string,
  knownId: string | null,
): Promise<CatalogueProduct | undefined> {
  const known = knownId ? await retrieveProduct(knownId) : undefined;
  if (known) return known;
  for await (const product of stripe().products.list({ active: true, limit: 100 })) {
    const { app, pack_code: code } = product.metadata;
    if (app === APP_MARK && code === packCode) return describeProduct(product);
  }
  return undefined;
}

async function retrieveProduct(id: string): Promise<CatalogueProduct | undefined> {
  try {
    return describeProduct(await stripe().products.retrieve(id));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function describeProduct({ id, name, description, active }: Stripe.Product): CatalogueProduct {
  return { id, name, description: description ?? "", active };
}

/** https://docs.stripe.com/api/products/create @returns the product's id */
export async function createProduct(item: CatalogueItem): Promise<string> {
  const { id } = await stripe().products.create({
    name: item.name,
    description: item.description,
    metadata: { app: APP_MARK, pack_code: item.packCode },
  });
  return id;
}

/** Makes a product say what the pack says, and sellable. */
export async function updateProduct(id: string, item: CatalogueItem): Promise<void> {
  const { name, description } = item;
  await stripe().products.update(id, { name, description, active: true });
}

/** An active one-time price of a product with just this amount. @returns its id */
export async function findPrice(
  productId: string,
  { amountMinor, currency }: CatalogueItem,
): Promise<string | undefined> {
  const prices = stripe().prices.list({ product: productId, active: true, currency, limit: 100 });
  for await (const price of prices) {
    if (price.type === "one_time" && price.unit_amount === amountMinor) return price.id;
  }
  return undefined;
}

/** Prices can't be changed: https://docs.stripe.com/api/prices @returns the new price's id */
export async function createPrice(productId: string, item: CatalogueItem): Promise<string> {
  const { id } = await stripe().prices.create({
    product: productId,
    unit_amount: item.amountMinor,
    currency: item.currency,
    metadata: { app: APP_MARK, pack_code: item.packCode },
  });
  return id;
}

/**
 * Retires the prices of a product that another one replaced, if this product made them. Sessions
 * that are open with them can still be paid.
 */
export async function archiveOtherPrices(productId: string, keptId: string): Promise<void> {
  for await (const price of stripe().prices.list({
    product: productId,
    active: true,
    limit: 100,
  })) {
    if (price.id === keptId || price.metadata.app !== APP_MARK) continue;
    await stripe().prices.update(price.id, { active: false });
  }
}
