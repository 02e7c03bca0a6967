import { addCredits, opsAddition, opsAnswer } from "../ops-center";
import { defineRoute } from "../route";

export const refundCredits = defineRoute({
  id: "refundCredits",
  tag: "Ops-Center",
  method: "POST",
  path: "/credits/refund",
  summary: "Gives used credits back to a user, as Ops-Center's clients ask for it",
  auth: { admin: "credits:grant" },
  idempotency: "optional",
  body: opsAddition,
  answer: opsAnswer,
  errors: ["not_found"],
  handle: (context) => addCredits(context, "credit_refund"),
});
