import type { Done } from "@/lib/ledger/outcome";
import { type ErrorCode, ProductError } from "@/lib/shared/errors";
import type { BudgetedOutcome } from "./budgets";

type Refusal = Extract<BudgetedOutcome, { status: "refused" }>;

const CODES: Readonly<Record<Exclude<Refusal["code"], "invalid_command">, ErrorCode>> = {
  insufficient_credits: "insufficient_credits",
  in_debt: "in_debt",
  idempotency_mismatch: "idempotency_mismatch",
  budget_exceeded: "budget_exceeded",
  not_found: "not_found",
  hold_ended: "conflict",
  payment_conflict: "conflict",
};

/** @throws ProductError for an outcome that is a refusal */
export function orThrow(
  outcome: BudgetedOutcome | undefined,
  invalid: ErrorCode = "invalid_input",
): Done {
  if (!outcome) throw new Error("a commit returned too few outcomes");
  if (outcome.status !== "refused") return outcome;
  throw toError(outcome, invalid);
}

/**
 * The error that a refusal is answered with.
 * @param invalid how a command is answered that doesn't fit the state
 */
export function toError(
  { code, detail }: Refusal,
  invalid: ErrorCode = "invalid_input",
): ProductError {
  return new ProductError(code === "invalid_command" ? invalid : CODES[code], { detail });
}
