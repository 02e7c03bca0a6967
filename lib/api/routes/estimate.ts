import { z } from "@hono/zod-openapi";
import { priceUsage } from "@/lib/rates/price-usage";
import { createQuote } from "@/lib/rates/quotes";
import { nameRate } from "@/lib/rates/rates";
import { usage } from "@/lib/rates/terms";
import { toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { defineRoute } from "../route";
import { amount, timestamp } from "../shapes";
import { modelName, serviceName } from "../spend-input";

const rateName = z.string().openapi({ description: "Service, model and version of the rate." });

export const estimate = defineRoute({
  id: "estimate",
  tag: "Credits",
  method: "POST",
  path: "/credits/estimate",
  summary: "What usage would cost now; nothing is taken",
  description:
    "With lock, which needs the scope credits:hold, the answer holds a quote for an account: for a quarter of an hour a hold can be made on it. Its capture is priced by the rate's version of the quote, whatever changes meanwhile, and charges no more than the ceiling; the rest is absorbed.",
  auth: { scope: "credits:read" },
  idempotency: "none",
  body: z
    .strictObject({
      ...accountRef,
      service: serviceName,
      model: modelName,
      usage,
      lock: z.boolean().default(false),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({
    amount,
    rate: rateName,
    quote: z
      .object({ id: z.uuid(), ceiling: amount, rate: rateName, expires_at: timestamp })
      .nullable()
      .openapi({ description: "Null without lock, and for usage that costs nothing." }),
  }),
  errors: ["not_found"],
  async handle({ runtime, caller, body }) {
    if (body.lock && !caller.scopes.includes("credits:hold")) {
      throw new ProductError("forbidden", {
        detail: "A quote needs an API key with the scope credits:hold.",
      });
    }
    const accountId = await resolveAccount(runtime, caller, body);
    const rate = await runtime.findRate(body.service, body.model);
    const ceiling = priceUsage(rate.terms, body.usage);
    const quote =
      body.lock && ceiling > 0n
        ? await createQuote(runtime.database.read, {
            ...{ accountId, rate, ceiling, model: body.model, actor: caller.actor },
          })
        : undefined;
    return {
      amount: toDecimal(ceiling),
      rate: nameRate(rate),
      quote: quote
        ? {
            id: quote.id,
            ceiling: toDecimal(ceiling),
            rate: nameRate(rate),
            expires_at: quote.expiresAt.toISOString(),
          }
        : null,
    };
  },
});
