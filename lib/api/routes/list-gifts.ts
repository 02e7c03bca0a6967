import { z } from "@hono/zod-openapi";
import { listGifts as list } from "@/lib/gifts/read-gifts";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { giftJson, toGiftJson } from "../gifts";
import { defineRoute } from "../route";

export const listGifts = defineRoute({
  id: "listGifts",
  tag: "Gifts",
  method: "GET",
  path: "/credits/gifts",
  summary: "The gifts that an account made, newest first, without their links",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z
    .object({
      ...accountRef,
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.uuid().optional().openapi({ description: "`next` of the page before." }),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ gifts: z.array(giftJson), next: z.uuid().nullable() }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const { limit, cursor: before } = query;
    const accountId = await resolveAccount(runtime, caller, query);
    const gifts = await list(runtime.database.read, accountId, { limit: limit + 1, before });
    const page = gifts.slice(0, limit);
    return {
      gifts: page.map(toGiftJson),
      next: gifts.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  },
});
