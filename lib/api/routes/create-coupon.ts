import { z } from "@hono/zod-openapi";
import { createCampaign } from "@/lib/campaigns/campaigns";
import { fromMicro } from "@/lib/shared/credits";
import { couponJson, promotionCode, toCouponJson, wholeNumber } from "../campaigns";
import { opsAmount } from "../ops-center";
import { defineRoute } from "../route";
import { timestamp } from "../shapes";

export const createCoupon = defineRoute({
  id: "createCoupon",
  tag: "Codes",
  method: "POST",
  path: "/credits/coupons/create",
  summary:
    "Makes a promotion code that each account can use once, as Ops-Center's clients ask for it",
  auth: { admin: "credits:grant" },
  idempotency: "optional",
  body: z.object({
    code: promotionCode,
    credits: opsAmount,
    max_uses: wholeNumber.max(1_000_000),
    expires_at: timestamp.nullish(),
  }),
  answer: couponJson,
  errors: ["conflict"],
  async handle({ runtime, caller, body, idempotencyKey }) {
    const { code, credits, max_uses: maxClaims, expires_at: endsAt } = body;
    const campaign = await createCampaign(
      runtime.database,
      {
        ...{ name: `Code ${code}`, kind: "code", code, credits, maxClaims },
        budget: fromMicro(credits * BigInt(maxClaims)),
        endsAt: endsAt ? new Date(endsAt) : undefined,
      },
      { actor: caller.actor, requestKey: `${caller.actor}:${idempotencyKey}` },
    );
    return toCouponJson(campaign);
  },
});
