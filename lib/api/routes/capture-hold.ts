import { z } from "@hono/zod-openapi";
import type { HoldSummary } from "@/lib/ledger/read-hold";
import { priceUsage } from "@/lib/rates/price-usage";
import { readQuote, splitByCeiling } from "@/lib/rates/quotes";
import { nameRate } from "@/lib/rates/rates";
import { usage } from "@/lib/rates/terms";
import { type Credits, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import { findHold, holdParams } from "../holds";
import { moveCredits } from "../move-credits";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";
import type { ApiRuntime } from "../runtime";
import { amount, amountOrNothing, metadata, movement } from "../shapes";
import { modelName, priceCharge } from "../spend-input";

const captureInput = z
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
  });

export const captureHold = defineRoute({
  id: "captureHold",
  tag: "Holds",
  method: "POST",
  path: "/credits/holds/{id}/capture",
  summary: "Ends a hold and takes what was used: all of it unless told, less, nothing, or more",
  description:
    "Send the amount that was used, or usage that the rate of the hold's service prices. A hold on a quote is priced by the quote, and what was used beyond its ceiling is absorbed. When more was used than can be taken, on_insufficient decides: refuse changes nothing, take_available takes what is there and records the rest as a shortfall, owe takes all of it and may leave debt.",
  auth: { scope: "credits:hold" },
  idempotency: "required",
  params: holdParams,
  body: captureInput,
  answer: movement.extend({
    shortfall: amount.openapi({ description: "What was used and could not be taken." }),
    absorbed: amount.openapi({
      description: "What was used beyond the ceiling of the hold's quote, and nobody is charged.",
    }),
  }),
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found", "conflict"],
  async handle(context) {
    const { runtime, caller, params, body, idempotencyKey } = context;
    const hold = await findHold(runtime, caller, params.id);
    const {
      credits,
      absorbed = ZERO_CREDITS,
      model,
      rate,
    } = await priceCapture(runtime, hold, body);
    const { movement: moved, done } = await moveCredits(context, {
      kind: "capture",
      accountId: hold.accountId,
      idempotencyKey,
      asked: digestRequest({ ...body, hold: params.id }),
      holdId: hold.id,
      ...(credits !== undefined && { credits }),
      ...(absorbed > 0n && { absorbed }),
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
    return {
      ...moved,
      shortfall: toDecimal(done.shortfall),
      absorbed: toDecimal(absorbed),
    };
  },
});

interface CapturePrice {
  /** What is charged; undefined for all of the hold. */
  readonly credits?: Credits;
  /** What was used beyond the ceiling of a quote. */
  readonly absorbed?: Credits;
  readonly model: string | undefined;
  /** The version of the rate that priced it. */
  readonly rate?: string;
}

/** What a capture charges. @throws ProductError not_found, invalid_input, as prices have it */
async function priceCapture(
  runtime: ApiRuntime,
  hold: HoldSummary,
  body: z.output<typeof captureInput>,
): Promise<CapturePrice> {
  const { quote } = hold.metadata;
  const model = body.model ?? hold.metadata.model;
  if (body.amount === undefined && body.usage === undefined) return { model };
  if (quote !== undefined) return priceByQuote(runtime, quote, body);
  return { ...(await priceCharge(runtime, { ...body, service: hold.sourceId, model })), model };
}

/** The price that was promised, up to the ceiling that was promised. */
async function priceByQuote(
  runtime: ApiRuntime,
  quoteId: string,
  { amount: given, usage: used }: z.output<typeof captureInput>,
): Promise<CapturePrice> {
  const quote = await readQuote(runtime.database.read, quoteId);
  const { service, model, rateModel, rateVersion: version } = quote;
  const { charged: credits, absorbed } = splitByCeiling(
    given ?? priceUsage(quote.terms, used ?? {}),
    quote.ceiling,
  );
  if (used === undefined) return { credits, absorbed, model };
  return { credits, absorbed, model, rate: nameRate({ service, model: rateModel, version }) };
}
