import { z } from "@hono/zod-openapi";
import { usage } from "@/lib/rates/terms";
import { toDecimal } from "@/lib/shared/credits";
import { defineRoute } from "../route";
import { amount } from "../shapes";
import { modelName, priceCharge, serviceName } from "../spend-input";

export const estimate = defineRoute({
  id: "estimate",
  tag: "Credits",
  method: "POST",
  path: "/credits/estimate",
  summary: "What usage would cost now; nothing is taken",
  auth: { scope: "credits:read" },
  idempotency: "none",
  body: z.strictObject({ service: serviceName, model: modelName, usage }),
  answer: z.object({
    amount,
    rate: z.string().openapi({ description: "Service, model and version of the rate." }),
  }),
  errors: ["not_found"],
  async handle({ runtime, body }) {
    const { credits, rate = "" } = await priceCharge(runtime, body);
    return { amount: toDecimal(credits), rate };
  },
});
