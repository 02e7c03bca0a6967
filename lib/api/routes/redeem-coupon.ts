import { z } from "@hono/zod-openapi";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { claimAnswer, promotionCode, redeemTypedCode, toClaimAnswer } from "../campaigns";
import { defineRoute } from "../route";

export const redeemCoupon = defineRoute({
  id: "redeemCoupon",
  tag: "Codes",
  method: "POST",
  path: "/credits/coupons/redeem",
  summary: "Adds the credits of a promotion code to an account",
  description:
    "409 says in `why` what keeps the account from it: ended, used_up, already_claimed, needs_purchase.",
  auth: { scope: "credits:purchase" },
  idempotency: "none",
  body: z.strictObject({ ...accountRef, code: promotionCode }).refine(namesOneAccount, ONE_ACCOUNT),
  answer: claimAnswer,
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    const { actor, user } = caller;
    const claimed = await redeemTypedCode(runtime, { code: body.code, accountId, actor, user });
    return toClaimAnswer(runtime, accountId, claimed);
  },
});
