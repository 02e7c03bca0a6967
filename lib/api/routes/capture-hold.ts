import { z } from "@hono/zod-openapi";
import { usage } from "@/lib/rates/terms";
import { type Credits, toDecimal } from "@/lib/shared/credits";
import { findHold, holdParams } from "../holds";
import { moveCredits } from "../move-credits";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";
import { amount, amountOrNothing, metadata, movement } from "../shapes";
import { modelName, priceCharge } from "../spend-input";

export const captureHold = defineRoute({
  id: "captureHold",
  tag: "Holds",
  method: "POST",
  path: "/credits/holds/{id}/capture",
  summary: "Ends a hold and takes what was used: all of it unless told, less, nothing, or more",
  description:
    "Send the amount that was used, or usage that the rate of the hold's service prices. When more was used than can be taken, on_insufficient decides: refuse changes nothing, take_available takes what is there and records the rest as a shortfall, owe takes all of it and may leave debt.",
  auth: { scope: "credits:hold" },
  idempotency: "required",
  params: holdParams,
  body: z
    .strictObject({
      amount: amountOrNothing.optional(),
      usage: usage.optional(),
      model: modelName.optional().openapi({ description: "That of the hold unless told." }),
      on_insufficient: z.enum(["refuse", "take_available", "owe"]).default("refuse"),
      metadata: metadata.optional(),
    })
    .refine((given) => given.amount === undefined || given.usage === undefined, {
      error: "Send amount or usage, not both.",
      path: ["amount"],
    }),
  answer: movement.extend({
    shortfall: amount.openapi({ description: "What was used and could not be taken." }),
  }),
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found", "conflict"],
  async handle(context) {
    const { runtime, caller, params, body, idempotencyKey } = context;
    const hold = await findHold(runtime, caller, params.id);
    const model = body.model ?? hold.metadata.model;
    const priced: { credits?: Credits; rate?: string } =
      body.amount === undefined && body.usage === undefined
        ? {}
        : await priceCharge(runtime, { ...body, service: hold.sourceId, model });
    const { credits, rate } = priced;
    const { movement: moved, done } = await moveCredits(context, {
      kind: "capture",
      accountId: hold.accountId,
      idempotencyKey,
      asked: digestRequest({ ...body, hold: params.id }),
      holdId: hold.id,
      ...(credits !== undefined && { credits }),
      onInsufficient: body.on_insufficient,
      actor: caller.actor,
      reason: `Used by ${hold.sourceId}`,
      metadata: {
        ...hold.metadata,
        ...body.metadata,
        ...(model !== undefined && { model }),
        ...(rate !== undefined && { rate, usage: JSON.stringify(body.usage) }),
      },
    });
    return { ...moved, shortfall: toDecimal(done.shortfall) };
  },
});
