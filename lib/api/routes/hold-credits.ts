import { z } from "@hono/zod-openapi";
import { namesOneAccount, ONE_ACCOUNT } from "../account-ref";
import { expiresIn, findHold, holdJson, toHoldJson } from "../holds";
import { moveCredits } from "../move-credits";
import { toHoldId } from "../public-ids";
import { defineRoute } from "../route";
import { hasOneCharge, ONE_CHARGE, spendFields, toSpendCommand } from "../spend-input";

export const holdCredits = defineRoute({
  id: "holdCredits",
  tag: "Holds",
  method: "POST",
  path: "/credits/holds",
  summary: "Holds credits for work in progress, until it is captured, released or expires",
  description:
    "Held credits are part of the balance and not available. on_expire says what happens when nobody ends the hold: release gives them free, capture takes them, for a stream that was cut.",
  auth: { scope: "credits:hold" },
  idempotency: "required",
  body: spendFields
    .extend({
      expires_in: expiresIn.default(900),
      on_expire: z.enum(["release", "capture"]).default("release"),
    })
    .refine(namesOneAccount, ONE_ACCOUNT)
    .refine(hasOneCharge, ONE_CHARGE),
  answer: holdJson,
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const spend = await toSpendCommand(runtime, caller, body, idempotencyKey);
    const { done } = await moveCredits(context, {
      ...spend,
      kind: "hold",
      expiresInSeconds: body.expires_in,
      onExpire: body.on_expire,
    });
    const id = toHoldId({ accountId: spend.accountId, holdId: done.holdId ?? "" });
    return toHoldJson(await findHold(runtime, caller, id));
  },
});
