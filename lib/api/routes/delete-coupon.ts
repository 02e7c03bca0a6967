import { z } from "@hono/zod-openapi";
import { revokeCampaign } from "@/lib/campaigns/campaigns";
import { promotionCode } from "../campaigns";
import { defineRoute } from "../route";

export const deleteCoupon = defineRoute({
  id: "deleteCoupon",
  tag: "Codes",
  method: "DELETE",
  path: "/credits/coupons/{code}",
  summary: "Ends a promotion code; what was redeemed stays",
  auth: { admin: "credits:grant" },
  idempotency: "none",
  params: z.object({ code: promotionCode }),
  answer: z.object({ success: z.literal(true) }),
  errors: ["not_found"],
  async handle({ runtime, caller, params }) {
    await revokeCampaign(runtime.database, params, caller.actor);
    return { success: true as const };
  },
});
