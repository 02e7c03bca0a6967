import { z } from "@hono/zod-openapi";
import { takeBackGift as takeBack } from "@/lib/gifts/end-gift";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { giftJson, toGiftJson } from "../gifts";
import { defineRoute } from "../route";

export const takeBackGift = defineRoute({
  id: "takeBackGift",
  tag: "Gifts",
  method: "POST",
  path: "/credits/gifts/{id}/take-back",
  summary: "Ends a gift that nobody has claimed, and returns its credits",
  auth: { scope: "credits:spend" },
  idempotency: "none",
  params: z.object({ id: z.uuid() }),
  body: z.strictObject(accountRef).refine(namesOneAccount, ONE_ACCOUNT),
  answer: giftJson,
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, params, body }) {
    const accountId = await resolveAccount(runtime, caller, body);
    const gift = await takeBack(runtime.database, params.id, { accountId, actor: caller.actor });
    return toGiftJson(gift);
  },
});
