import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { packs } from "@/db/schema";
import type { Pack } from "./packs";

/**
 * Notes under which product and price Stripe sells a pack.
 * @returns false when the pack's price was changed meanwhile: the ids belong to the price before
 */
export async function savePackStripeIds(
  db: Db,
  pack: Pack,
  ids: { productId: string; priceId: string },
): Promise<boolean> {
  const saved = await db
    .update(packs)
    .set({ stripeProductId: ids.productId, stripePriceId: ids.priceId, updatedAt: new Date() })
    .where(
      and(
        eq(packs.id, pack.id),
        eq(packs.priceMinor, pack.priceMinor),
        eq(packs.currency, pack.currency),
      ),
    )
    .returning({ id: packs.id });
  return saved.length > 0;
}
