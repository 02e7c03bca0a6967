import { z } from "@hono/zod-openapi";
import type { SpendCommand } from "@/lib/ledger/commands";
import { priceUsage } from "@/lib/rates/price-usage";
import { nameRate } from "@/lib/rates/rates";
import { usage } from "@/lib/rates/terms";
import type { Credits } from "@/lib/shared/credits";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "./account-ref";
import type { Caller } from "./authorize";
import { digestRequest } from "./request-digest";
import type { ApiRuntime } from "./runtime";
import { amountIn, metadata } from "./shapes";

/** The service that used the credits, in the operator's words. */
export const serviceName = z.string().min(1).max(100).openapi({ example: "chat" });
export const modelName = z.string().min(1).max(100).openapi({ example: "gpt-x" });

/** How much: an amount, or usage that the rate of the model prices. */
export const charge = {
  amount: amountIn.optional(),
  usage: usage.optional().openapi({
    description: "What was used, priced by the rate of the service and model. Instead of amount.",
  }),
  service: serviceName,
  model: modelName.optional(),
};

/** What is spent, for whom and on what. */
export const spendFields = z.strictObject({
  ...accountRef,
  ...charge,
  reference: z.string().max(200).optional().openapi({ description: "An id of your own." }),
  metadata: metadata.optional(),
});

interface Charge {
  readonly amount?: Credits | undefined;
  readonly usage?: z.output<typeof usage> | undefined;
  readonly service: string;
  readonly model?: string | undefined;
}

export const ONE_CHARGE = { error: "Send amount, or usage with model.", path: ["amount"] };

/** For `refine`: exactly one of amount and usage, the latter with a model. */
export function hasOneCharge(given: Charge): boolean {
  if (given.amount !== undefined) return given.usage === undefined;
  return given.usage !== undefined && given.model !== undefined;
}

export const spendInput = spendFields
  .refine(namesOneAccount, ONE_ACCOUNT)
  .refine(hasOneCharge, ONE_CHARGE);

export type SpendInput = z.output<typeof spendInput>;

/**
 * The amount of a charge, and the version of the rate that priced it.
 * @throws ProductError not_found for a model without a rate, invalid_input for usage without a price
 */
export async function priceCharge(
  runtime: ApiRuntime,
  given: Charge,
): Promise<{ credits: Credits; rate?: string }> {
  if (given.amount !== undefined) return { credits: given.amount };
  const { service, model = "", usage: used = {} } = given;
  const rate = await runtime.findRate(service, model);
  return { credits: priceUsage(rate.terms, used), rate: nameRate(rate) };
}

interface Quoted {
  readonly credits: Credits;
  readonly model: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The command of a spend.
 * @param quoted what was promised for it, instead of an amount or usage
 * @throws ProductError not_found, invalid_input
 */
export async function toSpendCommand(
  runtime: ApiRuntime,
  caller: Caller,
  given: SpendInput,
  idempotencyKey: string,
  quoted?: Quoted,
): Promise<SpendCommand> {
  const { service, reference } = given;
  const model = quoted?.model ?? given.model;
  const accountId = await resolveAccount(runtime, caller, given);
  const { credits, rate } = await priceCharge(
    runtime,
    quoted ? { service, amount: quoted.credits } : given,
  );
  return {
    kind: "spend",
    accountId,
    idempotencyKey,
    asked: digestRequest(given),
    credits,
    source: { type: "service", id: service },
    actor: caller.actor,
    reason: model === undefined ? `Used by ${service}` : `Used by ${service} (${model})`,
    metadata: {
      ...given.metadata,
      ...quoted?.metadata,
      ...(model !== undefined && { model }),
      ...(reference !== undefined && { reference }),
      ...(rate !== undefined && { rate, usage: JSON.stringify(given.usage) }),
    },
  };
}
