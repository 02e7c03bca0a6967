import { z } from "@hono/zod-openapi";
import { admitCheckout } from "@/lib/access/admit-checkout";
import { startCheckout } from "@/lib/checkout/checkout";
import { defineRoute } from "../route";

export const startPurchase = defineRoute({
  id: "startPurchase",
  tag: "Purchases",
  method: "POST",
  path: "/billing/credits/purchase",
  summary: "Opens a checkout page for a pack; send the buyer's browser to checkout_url",
  auth: { scope: "credits:purchase" },
  idempotency: "none",
  body: z.strictObject({
    package_code: z.string().min(1).max(64),
    success_url: z.string().max(2000).optional(),
    cancel_url: z.string().max(2000).optional(),
  }),
  answer: z.object({ checkout_url: z.url(), session_id: z.string(), purchase_id: z.uuid() }),
  errors: ["not_found", "conflict", "payment_provider_unavailable"],
  async handle({ caller, body, runtime }) {
    await admitCheckout(runtime.database, caller.user);
    const checkout = await startCheckout(runtime.database, {
      user: { ...caller.user, accountId: caller.accountId },
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
