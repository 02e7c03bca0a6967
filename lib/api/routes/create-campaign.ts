import { z } from "@hono/zod-openapi";
import { createCampaign as create } from "@/lib/campaigns/campaigns";
import { campaignJson, promotionCode, toCampaignJson, wholeNumber } from "../campaigns";
import { defineRoute } from "../route";
import { amountIn, timestamp } from "../shapes";

const asDate = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

export const createCampaign = defineRoute({
  id: "createCampaign",
  tag: "Codes",
  method: "POST",
  path: "/campaigns",
  summary: "Makes a campaign: a budget from which codes, sign-ups or referrals are given credits",
  auth: { admin: "credits:grant" },
  idempotency: "required",
  body: z
    .strictObject({
      name: z.string().trim().min(1).max(100),
      kind: z.enum(["code", "sign_up", "referral"]),
      code: promotionCode.optional(),
      credits: amountIn.openapi({ description: "What each claim gives." }),
      budget: amountIn,
      max_claims: wholeNumber.optional(),
      max_claims_per_account: wholeNumber.max(1000).default(1),
      after_first_purchase: z.boolean().default(false),
      credits_expire_after_days: wholeNumber.max(3650).optional(),
      starts_at: timestamp.optional(),
      ends_at: timestamp.optional(),
    })
    .refine((given) => (given.kind === "code") === (given.code !== undefined), {
      error: "A campaign of the kind code has a code, and no other has.",
      path: ["code"],
    }),
  answer: campaignJson,
  errors: ["conflict"],
  async handle({ runtime, caller, body, idempotencyKey }) {
    const campaign = await create(
      runtime.database,
      {
        ...{ name: body.name, kind: body.kind, code: body.code },
        ...{ credits: body.credits, budget: body.budget, maxClaims: body.max_claims },
        maxClaimsPerAccount: body.max_claims_per_account,
        afterFirstPurchase: body.after_first_purchase,
        creditsExpireAfterDays: body.credits_expire_after_days,
        startsAt: asDate(body.starts_at),
        endsAt: asDate(body.ends_at),
      },
      { actor: caller.actor, requestKey: `${caller.actor}:${idempotencyKey}` },
    );
    return toCampaignJson(campaign);
  },
});
