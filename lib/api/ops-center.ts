import { z } from "@hono/zod-openapi";
import { type Credits, parseCredits } from "@/lib/shared/credits";
import { resolveAccount } from "./account-ref";
import type { Caller } from "./authorize";
import { moveCredits } from "./move-credits";
import { digestRequest } from "./request-digest";
import type { ApiRuntime } from "./runtime";
import { amount, amountIn, entryId, type Movement } from "./shapes";

/**
 * An amount on Ops-Center's own routes, whose clients send JSON numbers: a number that has an exact
 * decimal of at most six decimals, or a decimal string.
 */
export const opsAmount = z.union([
  z
    .number()
    .max(Number.MAX_SAFE_INTEGER, "Send larger amounts as a decimal string.")
    .refine((given) => /^\d{1,12}(\.\d{1,6})?$/.test(String(given)), "Send at most six decimals.")
    .transform((given): Credits => parseCredits(String(given)))
    .refine((credits) => credits > 0n, "Send an amount above zero.")
    .openapi({ type: "number", exclusiveMinimum: 0 }),
  amountIn,
]);

/** Fields of the caller's own, of any simple type; kept as texts. */
export const opsMetadata = z
  .record(z.string().min(1).max(40), z.union([z.string().max(500), z.number(), z.boolean()]))
  .refine((given) => Object.keys(given).length <= 20, "Send at most 20 fields.")
  .transform((given) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
  );

export const opsAnswer = z
  .object({ success: z.literal(true), new_balance: amount, transaction_id: entryId.nullable() })
  .openapi("OpsCenterMovement");

export function toOpsAnswer({ balance, entry }: Movement): z.input<typeof opsAnswer> {
  return { success: true, new_balance: balance, transaction_id: entry };
}

/** What `allocate` and `refund` are asked for, in the same words. */
export const opsAddition = z.object({
  user_id: z.uuid(),
  amount: opsAmount,
  reason: z.string().trim().min(1).max(500),
});

interface AddingContext {
  readonly runtime: ApiRuntime;
  readonly caller: Caller;
  readonly headers: Headers;
  readonly body: z.output<typeof opsAddition>;
  readonly idempotencyKey: string;
}

/**
 * Adds credits to a user.
 * @param sourceType which of the two routes asks: a key that was used on one answers nothing on the
 *   other
 */
export async function addCredits(
  context: AddingContext,
  sourceType: "grant" | "credit_refund",
): Promise<z.input<typeof opsAnswer>> {
  const { runtime, caller, body, idempotencyKey } = context;
  const { movement } = await moveCredits(context, {
    kind: "grant",
    accountId: await resolveAccount(runtime, caller, { user: body.user_id }),
    idempotencyKey,
    asked: digestRequest({ ...body, source: sourceType }),
    credits: body.amount,
    source: { type: sourceType, id: "api" },
    actor: caller.actor,
    reason: body.reason,
  });
  return toOpsAnswer(movement);
}
