import { z } from "@hono/zod-openapi";
import { createGift as create, MAX_GIFT_DAYS } from "@/lib/gifts/create-gift";
import { giftUrlOf } from "@/lib/gifts/gift";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { giftJson, toGiftJson } from "../gifts";
import { defineRoute } from "../route";
import { amountIn } from "../shapes";

export const createGift = defineRoute({
  id: "createGift",
  tag: "Gifts",
  method: "POST",
  path: "/credits/gifts",
  summary: "Puts paid credits aside for whoever opens a link",
  description:
    "The link can be claimed once, until it expires or is taken back; then the credits return. Credits that a campaign or an admin gave can't be given on. A retry with the same Idempotency-Key answers with the same link.",
  auth: { scope: "credits:spend" },
  idempotency: "required",
  body: z
    .strictObject({
      ...accountRef,
      amount: amountIn,
      expires_in_days: z.number().int().min(1).max(MAX_GIFT_DAYS).default(30),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: giftJson.extend({
    url: z.url().nullable().openapi({ description: "Null once the gift has ended." }),
  }),
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found", "conflict"],
  async handle({ runtime, caller, body, idempotencyKey }) {
    const gift = await create(
      runtime.database,
      {
        giverAccountId: await resolveAccount(runtime, caller, body),
        credits: body.amount,
        expiresInDays: body.expires_in_days,
      },
      { actor: caller.actor, requestKey: idempotencyKey, budget: caller.budget },
    );
    return { ...toGiftJson(gift), url: giftUrlOf(gift, runtime.appUrl) };
  },
});
