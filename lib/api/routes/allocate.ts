import { addCredits, opsAddition, opsAnswer } from "../ops-center";
import { defineRoute } from "../route";

export const allocate = defineRoute({
  id: "allocate",
  tag: "Ops-Center",
  method: "POST",
  path: "/credits/allocate",
  summary: "Adds credits to a user, as Ops-Center's clients ask for it",
  auth: { admin: "credits:grant" },
  idempotency: "optional",
  body: opsAddition,
  answer: opsAnswer,
  errors: ["not_found"],
  handle: (context) => addCredits(context, "grant"),
});
