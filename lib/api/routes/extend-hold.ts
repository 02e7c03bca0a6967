import { z } from "@hono/zod-openapi";
import { orThrow } from "@/lib/spending/refusal-error";
import { expiresIn, findHold, holdJson, holdParams, toHoldJson } from "../holds";
import { defineRoute } from "../route";

export const extendHold = defineRoute({
  id: "extendHold",
  tag: "Holds",
  method: "POST",
  path: "/credits/holds/{id}/extend",
  summary: "Lets a hold last longer; never shorter, and repeating it does no harm",
  auth: { scope: "credits:hold" },
  idempotency: "none",
  params: holdParams,
  body: z.strictObject({ expires_in: expiresIn }),
  answer: holdJson,
  errors: ["not_found", "conflict"],
  async handle({ runtime, caller, params, body }) {
    const hold = await findHold(runtime, caller, params.id);
    const command = {
      kind: "extend",
      accountId: hold.accountId,
      holdId: hold.id,
      expiresInSeconds: body.expires_in,
      actor: caller.actor,
      reason: "Takes longer",
    } as const;
    orThrow(await runtime.commit({ command }));
    return toHoldJson(await findHold(runtime, caller, params.id));
  },
});
