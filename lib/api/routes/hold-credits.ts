import { z } from "@hono/zod-openapi";
import { takeQuote } from "@/lib/rates/quotes";
import { ProductError } from "@/lib/shared/errors";
import { namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import type { Caller } from "../authorize";
import { expiresIn, findHold, holdJson, toHoldJson } from "../holds";
import { moveCredits } from "../move-credits";
import { toHoldId } from "../public-ids";
import { defineRoute } from "../route";
import type { ApiRuntime } from "../runtime";
import { hasOneCharge, spendFields, toSpendCommand } from "../spend-input";

const holdInput = spendFields
  .extend({
    quote: z.uuid().optional().openapi({
      description:
        "A quote of POST /credits/estimate with lock, for the same account, service and model. Holds its ceiling, instead of amount or usage.",
    }),
    expires_in: expiresIn.default(900),
    on_expire: z.enum(["release", "capture"]).default("release"),
  })
  .refine(namesOneAccount, ONE_ACCOUNT)
  .refine(
    (given) =>
      given.quote === undefined
        ? hasOneCharge(given)
        : given.amount === undefined && given.usage === undefined,
    { error: "Send amount, or usage with model, or a quote.", path: ["amount"] },
  );

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
  body: holdInput,
  answer: holdJson,
  errors: ["insufficient_credits", "in_debt", "budget_exceeded", "not_found", "conflict"],
  async handle(context) {
    const { runtime, caller, body, idempotencyKey } = context;
    const quoted = await readQuoted(runtime, caller, body, idempotencyKey);
    const spend = await toSpendCommand(runtime, caller, body, idempotencyKey, quoted);
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

/** What is held on a quote; undefined where none is named. */
async function readQuoted(
  runtime: ApiRuntime,
  caller: Caller,
  body: z.output<typeof holdInput>,
  requestKey: string,
) {
  if (body.quote === undefined) return undefined;
  const accountId = await resolveAccount(runtime, caller, body);
  const quote = await takeQuote(runtime.database.read, { id: body.quote, accountId, requestKey });
  if (quote.service !== body.service || quote.model !== (body.model ?? quote.model)) {
    throw new ProductError("conflict", {
      detail: `This quote is for the model ${quote.model} of ${quote.service}.`,
    });
  }
  return { credits: quote.ceiling, model: quote.model, metadata: { quote: quote.id } };
}
