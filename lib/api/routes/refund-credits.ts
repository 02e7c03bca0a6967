import { z } from "@hono/zod-openapi";
import { resolveAccount } from "../account-ref";
import { moveCredits } from "../move-credits";
import { opsAmount, opsAnswer, toOpsAnswer } from "../ops-center";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";

export const refundCredits = defineRoute({
  id: "refundCredits",
  tag: "Ops-Center",
  method: "POST",
  path: "/credits/refund",
  summary: "Gives used credits back to a user, as Ops-Center's clients ask for it",
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
      // An allocation is asked for in the same words: its key must not answer a refund.
      asked: digestRequest({ ...body, source: "credit_refund" }),
      credits: body.amount,
      source: { type: "credit_refund", id: "api" },
      actor: caller.actor,
      reason: body.reason,
    });
    return toOpsAnswer(movement);
  },
});
