import { z } from "@hono/zod-openapi";
import { listPacks } from "@/lib/purchases/packs";
import { toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { moneyToDecimal } from "@/lib/shared/money";
import { defineRoute } from "../route";

export const listPackages = defineRoute({
  id: "listPackages",
  tag: "Purchases",
  method: "GET",
  path: "/billing/credits/packages",
  summary: "The packs for sale",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object({ include_inactive: z.enum(["true", "false"]).default("false") }),
  answer: z.array(
    z.object({
      id: z.uuid(),
      package_code: z.string(),
      package_name: z.string(),
      description: z.string(),
      credits: z.number(),
      price_usd: z.number(),
      currency: z.string(),
      credits_expire_after_days: z
        .number()
        .nullable()
        .openapi({ description: "How long the credits last; null: for ever." }),
      discount_percentage: z.number(),
      is_active: z.boolean(),
      stripe_price_id: z.string().nullable(),
      stripe_product_id: z.string().nullable(),
    }),
  ),
  errors: [],
  async handle({ caller, query, runtime }) {
    const includeInactive = query.include_inactive === "true";
    if (includeInactive && caller.user.role !== "admin") {
      throw new ProductError("forbidden", {
        detail: "Only admins see packs that aren't for sale.",
      });
    }
    const packs = await listPacks(runtime.database.read, { includeInactive });
    return packs.map((pack) => ({
      id: pack.id,
      package_code: pack.code,
      package_name: pack.name,
      description: pack.description,
      // Numbers, as Ops-Center's clients expect; packs are whole credits and prices whole cents.
      credits: Number(toDecimal(pack.credits)),
      price_usd: Number(moneyToDecimal({ amountMinor: pack.priceMinor, currency: pack.currency })),
      currency: pack.currency,
      credits_expire_after_days: pack.creditsExpireAfterDays,
      discount_percentage: pack.discountPercent,
      is_active: pack.active,
      stripe_price_id: pack.stripePriceId,
      stripe_product_id: pack.stripeProductId,
    }));
  },
});
