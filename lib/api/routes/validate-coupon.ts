import { z } from "@hono/zod-openapi";
import { findClaimRefusal } from "@/lib/campaigns/claim";
import { CLAIM_REFUSALS } from "@/lib/campaigns/decide-claim";
import { toDecimal } from "@/lib/shared/credits";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { findByTypedCode, promotionCode } from "../campaigns";
import { defineRoute } from "../route";
import { amount } from "../shapes";

export const validateCoupon = defineRoute({
  id: "validateCoupon",
  tag: "Codes",
  method: "POST",
  path: "/credits/coupons/validate",
  summary: "Whether an account could redeem a code now; nothing is redeemed",
  auth: { scope: "credits:read" },
  idempotency: "none",
  body: z.strictObject({ ...accountRef, code: promotionCode }).refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ valid: z.boolean(), credits: amount, message: z.string().nullable() }),
  errors: ["not_found"],
  async handle({ runtime, caller, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    const campaign = await findByTypedCode(runtime, body.code, accountId);
    const why = await findClaimRefusal(runtime.database.read, campaign, accountId);
    return {
      valid: why === undefined,
      credits: toDecimal(campaign.credits),
      message: why === undefined ? null : CLAIM_REFUSALS[why],
    };
  },
});
