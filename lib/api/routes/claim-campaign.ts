import { z } from "@hono/zod-openapi";
import { assertNotOwnAccount } from "@/lib/access/permissions";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { claimAnswer, claimError, toClaimAnswer } from "../campaigns";
import { defineRoute } from "../route";

export const claimCampaign = defineRoute({
  id: "claimCampaign",
  tag: "Codes",
  method: "POST",
  path: "/campaigns/{id}/claims",
  summary: "Gives an account the credits of a campaign, such as for a sign-up or a referral",
  description:
    "Your product calls it for whoever signed up or was referred. A retry is safe: an account gets no more than max_claims_per_account, and 409 says why.",
  auth: { admin: "credits:grant" },
  idempotency: "none",
  params: z.object({ id: z.uuid() }),
  body: z.strictObject(accountRef).refine(namesOneAccount, ONE_ACCOUNT),
  answer: claimAnswer,
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, params, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    assertNotOwnAccount(caller.user, accountId);
    const claim = { campaignId: params.id, accountId, actor: caller.actor };
    const outcome = await runtime.claim(claim);
    if (outcome.status === "refused") throw claimError(outcome.why);
    return toClaimAnswer(runtime, accountId, outcome);
  },
});
