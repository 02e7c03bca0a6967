import { z } from "@hono/zod-openapi";
import { upsertCustomer } from "@/lib/customers/customers";
import { ProductError } from "@/lib/shared/errors";
import { externalId } from "../account-ref";
import { defineRoute } from "../route";
import { metadata, timestamp } from "../shapes";

export const putCustomer = defineRoute({
  id: "putCustomer",
  tag: "Customers",
  method: "PUT",
  path: "/customers/{external_id}",
  summary: "Makes a customer with an account, or changes one; they need never sign in here",
  description: "What the body leaves away stays as it is. Needs a key for all accounts.",
  auth: { scope: "credits:spend" },
  idempotency: "none",
  params: z.object({ external_id: externalId }),
  body: z.strictObject({
    name: z.string().max(200).nullish(),
    email: z.email().max(254).nullish(),
    metadata: metadata.optional(),
  }),
  answer: z
    .object({
      customer: z.string(),
      account: z.uuid(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      metadata: z.record(z.string(), z.string()),
      created_at: timestamp,
    })
    .openapi("Customer"),
  errors: [],
  async handle({ caller, params, body, runtime }) {
    if (!caller.reachesAll) {
      throw new ProductError("forbidden", { detail: "This needs a key for all accounts." });
    }
    const customer = await upsertCustomer(runtime.database.read, params.external_id, body);
    return {
      customer: customer.externalId,
      account: customer.accountId,
      name: customer.name,
      email: customer.email,
      metadata: customer.metadata,
      created_at: customer.createdAt.toISOString(),
    };
  },
});
