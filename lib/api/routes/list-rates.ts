import { z } from "@hono/zod-openapi";
import { listRates as list } from "@/lib/rates/list-rates";
import { rateJson, toRateJson } from "../rates";
import { defineRoute } from "../route";
import { modelName, serviceName } from "../spend-input";

export const listRates = defineRoute({
  id: "listRates",
  tag: "Rates",
  method: "GET",
  path: "/rates",
  summary: "What each model of each service costs now, a page at a time",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z
    .object({
      search: z.string().max(100).optional().openapi({
        description: "The beginning of a service or a model.",
      }),
      after_service: serviceName.optional().openapi({ description: "Of the last rate before." }),
      after_model: modelName.optional().openapi({ description: "Of the last rate before." }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    })
    .refine((given) => (given.after_service === undefined) === (given.after_model === undefined), {
      error: "Send after_service and after_model together.",
      path: ["after_model"],
    }),
  answer: z.object({ rates: z.array(rateJson), has_more: z.boolean() }),
  errors: [],
  async handle({ runtime, query }) {
    const { search, limit, after_service: service, after_model: model } = query;
    const found = await list(runtime.database.read, {
      ...(search !== undefined && { search }),
      ...(service !== undefined && model !== undefined && { after: { service, model } }),
      limit: limit + 1,
    });
    return { rates: found.slice(0, limit).map(toRateJson), has_more: found.length > limit };
  },
});
