import { z } from "@hono/zod-openapi";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { moveCredits } from "../move-credits";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";
import { amountIn, metadata, movement } from "../shapes";

const namesPayee = (given: z.output<ReturnType<typeof z.object<typeof accountRef>>>) =>
  Object.values(given).filter((id) => id !== undefined).length === 1;

export const transferCredits = defineRoute({
  id: "transferCredits",
  tag: "Credits",
  method: "POST",
  path: "/credits/transfers",
  summary: "Moves available credits from one account to another, in one step",
  description:
    "The credits keep their expiry and their order of use. A refund or a dispute of the payment that they came from takes from the account that paid, whoever has the credits now. The answer shows the paying account.",
  auth: { admin: "credits:grant" },
  idempotency: "required",
  body: z
    .strictObject({
      ...accountRef,
      to: z.strictObject(accountRef).refine(namesPayee, {
        error: "Name the receiver by customer, account or user.",
      }),
      amount: amountIn,
      reason: z.string().trim().min(1).max(500),
      metadata: metadata.optional(),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: movement.extend({ to: z.uuid().openapi({ description: "The receiving account." }) }),
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const toAccountId = await resolveAccount(runtime, caller, body.to);
    const { movement: moved } = await moveCredits(context, {
      kind: "transfer",
      accountId: await resolveAccount(runtime, caller, body),
      toAccountId,
      idempotencyKey,
      asked: digestRequest(body),
      credits: body.amount,
      actor: caller.actor,
      reason: body.reason,
      ...(body.metadata && { metadata: body.metadata }),
    });
    return { ...moved, to: toAccountId };
  },
});
