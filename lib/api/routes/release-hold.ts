import { findHold, holdParams } from "../holds";
import { moveCredits } from "../move-credits";
import { defineRoute } from "../route";
import { movement } from "../shapes";

export const releaseHold = defineRoute({
  id: "releaseHold",
  tag: "Holds",
  method: "POST",
  path: "/credits/holds/{id}/release",
  summary: "Ends a hold and takes nothing",
  auth: { scope: "credits:hold" },
  idempotency: "required",
  params: holdParams,
  answer: movement,
  errors: ["not_found", "conflict"],
  async handle(context) {
    const { runtime, caller, params, idempotencyKey } = context;
    const hold = await findHold(runtime, caller, params.id);
    const { movement: moved } = await moveCredits(context, {
      kind: "release",
      accountId: hold.accountId,
      idempotencyKey,
      holdId: hold.id,
      actor: caller.actor,
      reason: `Not used by ${hold.sourceId}`,
    });
    return moved;
  },
});
