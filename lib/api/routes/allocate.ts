import { z } from "@hono/zod-openapi";
import { resolveAccount } from "../account-ref";
import { moveCredits } from "../move-credits";
import { opsAmount, opsAnswer, toOpsAnswer } from "../ops-center";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";

export const allocate = defineRoute({
  id: "allocate",
  tag: "Ops-Center",
  method: "POST",
  path: "/credits/allocate",
  summary: "Adds credits to a user, as Ops-Center's clients ask for it",
  auth: { admin: "credits:grant" },
  idempotency: "optional",
  body: z.object({
    user_id: z.uuid(),
    amount: opsAmount,
    reason: z.string().trim().min(1).max(500),
  }),
  answer: opsAnswer,
  errors: ["not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const { movement } = await moveCredits(context, {
      kind: "grant",
      accountId: await resolveAccount(runtime, caller, { user: body.user_id }),
      idempotencyKey,
      asked: digestRequest(body),
      credits: body.amount,
      source: { type: "grant", id: "api" },
      actor: caller.actor,
      reason: body.reason,
    });
    return toOpsAnswer(movement);
  },
});
