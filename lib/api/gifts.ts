import { z } from "@hono/zod-openapi";
import type { Gift } from "@/lib/gifts/gift";
import { toDecimal } from "@/lib/shared/credits";
import { amount, timestamp } from "./shapes";

/** A gift, as the API shows it to the account that made it. Who has its link has its credits. */
export const giftJson = z
  .object({
    id: z.uuid(),
    account: z.uuid().openapi({ description: "The account that gives." }),
    amount,
    state: z.enum(["open", "claimed", "taken_back", "expired"]),
    expires_at: timestamp,
    created_at: timestamp,
    ended_at: timestamp.nullable(),
  })
  .openapi("Gift");

export function toGiftJson(gift: Gift): z.input<typeof giftJson> {
  return {
    ...{ id: gift.id, account: gift.giverAccountId, state: gift.state },
    amount: toDecimal(gift.credits),
    expires_at: gift.expiresAt.toISOString(),
    created_at: gift.createdAt.toISOString(),
    ended_at: gift.endedAt?.toISOString() ?? null,
  };
}
