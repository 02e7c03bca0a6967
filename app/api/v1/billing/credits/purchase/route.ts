import { z } from "zod";
import { assertVerified } from "@/lib/access/verified";
import { defineRoute } from "@/lib/api/define-route";
import { startCheckout } from "@/lib/checkout/checkout";
import { database } from "@/lib/runtime/database";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute({
  method: "POST",
  path: "/api/v1/billing/credits/purchase",
  summary: "Opens a checkout page for a pack; send the buyer's browser to checkout_url",
  auth: { scope: "credits:purchase" },
  body: z.strictObject({
    package_code: z.string().min(1).max(64),
    success_url: z.string().max(2000).optional(),
    cancel_url: z.string().max(2000).optional(),
  }),
  response: z.object({ checkout_url: z.url(), session_id: z.string(), purchase_id: z.uuid() }),
  errors: [
    "unauthenticated",
    "forbidden",
    "invalid_input",
    "not_found",
    "conflict",
    "rate_limited",
    "payment_provider_unavailable",
  ],
  async handle({ person, body }) {
    assertVerified(person);
    const checkout = await startCheckout(database(), {
      person,
      packCode: body.package_code,
      successUrl: body.success_url,
      cancelUrl: body.cancel_url,
    });
    return {
      checkout_url: checkout.checkoutUrl,
      session_id: checkout.sessionId,
      purchase_id: checkout.purchaseId,
    };
  },
});
