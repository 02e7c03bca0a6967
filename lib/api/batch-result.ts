import { z } from "@hono/zod-openapi";
import { ERRORS, type ErrorCode, isProductError, type ProductError } from "@/lib/shared/errors";
import type { BudgetedOutcome } from "@/lib/spending/budgets";
import { toError } from "@/lib/spending/refusal-error";
import { toMovement } from "./move-credits";
import { movement } from "./shapes";

/** What became of one request of a batch. */
export const batchResult = z
  .discriminatedUnion("status", [
    movement.extend({ status: z.enum(["done", "replayed"]) }),
    z.object({
      status: z.literal("refused"),
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      detail: z.string(),
    }),
  ])
  .openapi("BatchResult");

export type BatchResult = z.output<typeof batchResult>;

/** @param accountId the account of the command */
export function toBatchResult(accountId: string, outcome: BudgetedOutcome): BatchResult {
  if (outcome.status === "refused") return toRefusal(toError(outcome));
  return { status: outcome.status, ...toMovement(accountId, outcome) };
}

export function toRefusal({ code, detail }: ProductError): BatchResult {
  return { status: "refused", code, detail };
}

/** The command of one request of a batch, or why there is none. */
export type Prepared<Command> =
  | { readonly command: Command; readonly error?: undefined }
  | { readonly command: undefined; readonly error: ProductError };

/** Runs the work of one request, whose own errors are its result and stop no other. */
export async function prepare<Command>(work: () => Promise<Command>): Promise<Prepared<Command>> {
  try {
    return { command: await work() };
  } catch (error) {
    if (isProductError(error) && error.status < 500) return { command: undefined, error };
    throw error;
  }
}
