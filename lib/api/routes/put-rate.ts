import { z } from "@hono/zod-openapi";
import { putRate as put } from "@/lib/rates/rates";
import { rateTerms } from "@/lib/rates/terms";
import { rateParams } from "../rates";
import { defineRoute } from "../route";

export const putRate = defineRoute({
  id: "putRate",
  tag: "Rates",
  method: "PUT",
  path: "/rates/{service}/{model}",
  summary: "Sets what a model costs from now on, as a new version; the same terms change nothing",
  description:
    'The model "*" prices models of the service that have no rate of their own; without it, their usage is refused with 404. Null terms take the rate away. What was spent keeps its price, and a quote keeps its version. A change is in use everywhere within a second.',
  auth: { admin: "credits:grant" },
  idempotency: "none",
  params: rateParams,
  body: z.strictObject({ terms: rateTerms.nullable() }),
  answer: z.object({
    service: z.string(),
    model: z.string(),
    version: z.number().int(),
    changed: z.boolean(),
  }),
  errors: ["conflict"],
  async handle({ runtime, caller, params, body }) {
    const { service, model } = params;
    const given = { service, model, terms: body.terms, actor: caller.actor };
    return { service, model, ...(await put(runtime.database, given)) };
  },
});
