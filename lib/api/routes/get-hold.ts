import { findHold, holdJson, holdParams, toHoldJson } from "../holds";
import { defineRoute } from "../route";

export const getHold = defineRoute({
  id: "getHold",
  tag: "Holds",
  method: "GET",
  path: "/credits/holds/{id}",
  summary: "A hold, and what ended it",
  auth: { scope: "credits:hold" },
  idempotency: "none",
  params: holdParams,
  answer: holdJson,
  errors: ["not_found"],
  async handle({ runtime, caller, params }) {
    return toHoldJson(await findHold(runtime, caller, params.id));
  },
});
