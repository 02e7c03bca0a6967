import { z } from "@hono/zod-openapi";
import { readAccount } from "@/lib/ledger/read-account";
import { toDecimal } from "@/lib/shared/credits";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { claimError, findByTypedCode, promotionCode } from "../campaigns";
import { toEntryId } from "../public-ids";
import { defineRoute } from "../route";
import { amount, entryId } from "../shapes";

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
  answer: z.object({
    success: z.literal(true),
    credits_added: amount,
    new_balance: amount,
    transaction_id: entryId,
  }),
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    const { id: campaignId } = await findByTypedCode(runtime, body.code, accountId);
    const outcome = await runtime.claim({ campaignId, accountId, actor: caller.actor });
    if (outcome.status === "refused") throw claimError(outcome.why);
    const account = await readAccount(runtime.database.read, accountId);
    return {
      success: true as const,
      credits_added: toDecimal(outcome.campaign.credits),
      new_balance: toDecimal(account.balance),
      transaction_id: toEntryId({
        accountId: outcome.campaign.accountId,
        seq: outcome.done.seq ?? 0,
      }),
    };
  },
});
