import { z } from "@hono/zod-openapi";
import { moveCredits } from "../move-credits";
import { opsAmount, opsAnswer, opsMetadata, toOpsAnswer } from "../ops-center";
import { defineRoute } from "../route";
import { modelName, serviceName, toSpendCommand } from "../spend-input";

export const deduct = defineRoute({
  id: "deduct",
  tag: "Ops-Center",
  method: "POST",
  path: "/credits/deduct",
  summary: "Takes credits of a user for use, as Ops-Center's clients ask for it",
  auth: { scope: "credits:spend" },
  idempotency: "optional",
  body: z.object({
    user_id: z.uuid(),
    amount: opsAmount,
    service: serviceName,
    model: modelName.optional(),
    metadata: opsMetadata.optional(),
  }),
  answer: opsAnswer,
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const given = { ...body, user: body.user_id };
    const command = await toSpendCommand(runtime, caller, given, idempotencyKey);
    return toOpsAnswer((await moveCredits(context, command)).movement);
  },
});
