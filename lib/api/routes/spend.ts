import { moveCredits } from "../move-credits";
import { defineRoute } from "../route";
import { movement } from "../shapes";
import { spendInput, toSpendCommand } from "../spend-input";

export const spend = defineRoute({
  id: "spend",
  tag: "Credits",
  method: "POST",
  path: "/credits/spend",
  summary: "Takes credits for use: all that is asked for, or nothing",
  description:
    "Send an amount, or usage that the rate of the model prices. Usage that costs nothing makes no entry. X-Credits-Charged and X-Credits-Remaining say what was taken and what is available.",
  auth: { scope: "credits:spend" },
  idempotency: "required",
  body: spendInput,
  answer: movement,
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const command = await toSpendCommand(runtime, caller, body, idempotencyKey);
    return (await moveCredits(context, command)).movement;
  },
});
