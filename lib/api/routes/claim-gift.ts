import { z } from "@hono/zod-openapi";
import { assertMayClaim } from "@/lib/access/permissions";
import { claimGift as claim } from "@/lib/gifts/end-gift";
import { readAccount } from "@/lib/ledger/read-account";
import { toDecimal } from "@/lib/shared/credits";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { claimAnswer } from "../campaigns";
import { defineRoute } from "../route";

export const claimGift = defineRoute({
  id: "claimGift",
  tag: "Gifts",
  method: "POST",
  path: "/credits/gifts/claim",
  summary: "Adds the credits of a gift to an account",
  description:
    "Send the part of the gift's link behind #. A retry for the same account gets the same answer.",
  auth: { scope: "credits:purchase" },
  idempotency: "none",
  body: z
    .strictObject({ ...accountRef, token: z.string().min(1).max(100) })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: claimAnswer,
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    assertMayClaim(caller.user, accountId);
    const { credits } = await claim(runtime.database, body.token, {
      accountId,
      actor: caller.actor,
    });
    const { balance } = await readAccount(runtime.database.read, accountId);
    return {
      success: true as const,
      credits_added: toDecimal(credits),
      new_balance: toDecimal(balance),
    };
  },
});
