import type { Db } from "@/db/client";
import { savePackStripeIds } from "@/lib/purchases/pack-stripe-ids";
import type { Pack } from "@/lib/purchases/packs";
import { formatMoney } from "@/lib/shared/money";
import {
  archiveOtherPrices,
  type CatalogueItem,
  type CatalogueProduct,
  createPrice,
  createProduct,
  findPrice,
  findProduct,
  updateProduct,
} from "@/lib/stripe/catalogue";
import type { SetupStep } from "./step";

/**
 * Makes Stripe's catalogue say what a pack says: one product, and one active price of the pack's
 * amount. What is right already is left alone, so a second run changes nothing.
 */
export async function syncPack(db: Db, pack: Pack, dryRun: boolean): Promise<SetupStep> {
  const item = describePack(pack);
  const product = await findProduct(pack.code, pack.stripeProductId);
  const priceId = product && (await findPrice(product.id, item));
  const changes = listChanges(pack, item, product, priceId);
  if (changes.length === 0) {
    return { subject: pack.name, state: "unchanged", found: `product ${product?.id}, as here` };
  }
  const found = changes.join("; ");
  if (dryRun) return { subject: pack.name, state: "planned", found };
  const productId = product?.id ?? (await createProduct(item));
  if (product && !says(product, item)) await updateProduct(productId, item);
  const newPriceId = priceId ?? (await createPrice(productId, item));
  const saved = await savePackStripeIds(db, pack, { productId, priceId: newPriceId });
  if (!saved) {
    return {
      subject: pack.name,
      state: "warning",
      found: "its price was changed meanwhile",
      advice: "Run npm run stripe:setup again.",
    };
  }
  await archiveOtherPrices(productId, newPriceId);
  return { subject: pack.name, state: "done", found };
}

function describePack(pack: Pack): CatalogueItem {
  return {
    packCode: pack.code,
    name: pack.name,
    description: pack.description,
    amountMinor: pack.priceMinor,
    currency: pack.currency,
  };
}

function says(product: CatalogueProduct, item: CatalogueItem): boolean {
  return product.active && product.name === item.name && product.description === item.description;
}

function listChanges(
  pack: Pack,
  item: CatalogueItem,
  product: CatalogueProduct | undefined,
  priceId: string | undefined,
): string[] {
  const ids = product && priceId && [product.id, priceId];
  const known = ids && pack.stripeProductId === ids[0] && pack.stripePriceId === ids[1];
  return [
    ...(product ? [] : ["new product"]),
    ...(product && !says(product, item) ? [`product ${product.id} gets the pack's texts`] : []),
    ...(priceId ? [] : [`new price of ${formatMoney(item)}`]),
    ...(ids && !known ? [`product ${ids[0]} and price ${ids[1]} noted here`] : []),
  ];
}
