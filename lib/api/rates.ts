import { z } from "@hono/zod-openapi";
import type { RateVersion } from "@/lib/rates/list-rates";
import { rateTerms } from "@/lib/rates/terms";
import { timestamp } from "./shapes";
import { modelName, serviceName } from "./spend-input";

/** Of a path: what a rate is for. The model "*" prices models that have no rate of their own. */
export const rateParams = z.object({ service: serviceName, model: modelName });

/** A version of a rate, as the API shows it. Null terms: from then on there is no rate. */
export const rateJson = z
  .object({
    service: z.string(),
    model: z.string().openapi({ description: '"*": models without a rate of their own.' }),
    version: z.number().int(),
    terms: rateTerms.nullable().openapi({ description: "Null: there is no rate from then on." }),
    created_at: timestamp,
  })
  .openapi("Rate");

export function toRateJson(
  rate: Pick<RateVersion, "service" | "model" | "version" | "terms" | "createdAt">,
): z.input<typeof rateJson> {
  const { service, model, version, terms, createdAt } = rate;
  return { service, model, version, terms, created_at: createdAt.toISOString() };
}
