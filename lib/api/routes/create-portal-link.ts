import { z } from "@hono/zod-openapi";
import { findCustomer } from "@/lib/customers/customers";
import { checkReturnUrl, createPortalToken } from "@/lib/customers/portal";
import { noSuch } from "@/lib/shared/assert-id";
import { withQuery } from "@/lib/shared/query";
import { externalId } from "../account-ref";
import { defineRoute } from "../route";

export const createPortalLink = defineRoute({
  id: "createPortalLink",
  tag: "Customers",
  method: "POST",
  path: "/customers/{external_id}/portal",
  summary: "Makes a link that opens a customer's credits page once, within an hour",
  description:
    "Send the customer's browser there: they see their credits, buy, and come back to return_url, which must be on a site that the operator allowed.",
  auth: { scope: "credits:purchase" },
  idempotency: "none",
  params: z.object({ external_id: externalId }),
  body: z.strictObject({ return_url: z.string().max(2000).optional() }),
  answer: z.object({ url: z.url() }),
  errors: ["not_found"],
  async handle({ caller, params, body, runtime }) {
    const origins = [runtime.appUrl, ...runtime.portalReturnOrigins];
    const back = body.return_url && checkReturnUrl(body.return_url, origins);
    const customer = await findCustomer(runtime.database.read, params.external_id);
    if (!customer || !(caller.reachesAll || caller.accountId === customer.accountId)) {
      throw noSuch("customer");
    }
    const token = await createPortalToken(runtime.database, customer);
    return { url: `${runtime.appUrl}${withQuery("/portal", { return: back })}#${token}` };
  },
});
