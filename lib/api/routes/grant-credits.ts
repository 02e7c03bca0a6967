import { z } from "@hono/zod-openapi";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { moveCredits } from "../move-credits";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";
import { amountIn, metadata, movement, timestamp } from "../shapes";

export const grantCredits = defineRoute({
  id: "grantCredits",
  tag: "Credits",
  method: "POST",
  path: "/credits/grants",
  summary: "Adds credits that nobody paid for",
  auth: { admin: "credits:grant" },
  idempotency: "required",
  body: z
    .strictObject({
      ...accountRef,
      amount: amountIn,
      reason: z.string().trim().min(1).max(500),
      expires_at: timestamp.optional(),
      priority: z
        .number()
        .int()
        .min(0)
        .max(1000)
        .optional()
        .openapi({ description: "Lower is used first. Paid credits have 100, granted ones 50." }),
      metadata: metadata.optional(),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: movement,
  errors: ["not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const { movement: moved } = await moveCredits(context, {
      kind: "grant",
      accountId: await resolveAccount(runtime, caller, body),
      idempotencyKey,
      asked: digestRequest(body),
      credits: body.amount,
      source: { type: "grant", id: "api" },
      actor: caller.actor,
      reason: body.reason,
      ...(body.priority !== undefined && { priority: body.priority }),
      ...(body.expires_at !== undefined && { expiresAt: new Date(body.expires_at) }),
      ...(body.metadata && { metadata: body.metadata }),
    });
    return moved;
  },
});
