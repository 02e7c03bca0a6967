import type { Command } from "@/lib/ledger/commands";
import type { Done, RefusalCode } from "@/lib/ledger/outcome";
import { fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import { type ErrorCode, ProductError } from "@/lib/shared/errors";
import type { BudgetedOutcome } from "@/lib/spending/budgets";
import type { Caller } from "./authorize";
import { toEntryId } from "./public-ids";
import type { ApiRuntime } from "./runtime";
import type { Movement } from "./shapes";

const CODES: Readonly<Record<RefusalCode | "budget_exceeded", ErrorCode>> = {
  insufficient_credits: "insufficient_credits",
  in_debt: "in_debt",
  idempotency_mismatch: "idempotency_mismatch",
  invalid_command: "invalid_input",
  budget_exceeded: "budget_exceeded",
  not_found: "not_found",
  hold_ended: "conflict",
  payment_conflict: "conflict",
};

interface MovingContext {
  readonly runtime: ApiRuntime;
  readonly caller: Caller;
  readonly headers: Headers;
}

/**
 * Gives a command to the ledger, and says in headers what it took and what is left.
 * @returns what the account has afterwards; the same as the first time for a replay
 * @throws ProductError insufficient_credits, in_debt, idempotency_mismatch, not_found, conflict
 */
export async function moveCredits(
  { runtime, caller, headers }: MovingContext,
  command: Command,
): Promise<Movement> {
  const done = orThrow(await runtime.commit({ command, budget: caller.budget }));
  const answer = toMovement(command.accountId, done);
  if (done.status === "replayed") headers.set("idempotency-replayed", "true");
  headers.set(
    "x-credits-charged",
    toDecimal(done.amount < 0n ? fromMicro(-done.amount) : ZERO_CREDITS),
  );
  headers.set("x-credits-remaining", answer.available);
  return answer;
}

type Refusal = Extract<BudgetedOutcome, { status: "refused" }>;

/** @throws ProductError for an outcome that is a refusal */
export function orThrow(outcome: BudgetedOutcome): Done {
  if (outcome.status !== "refused") return outcome;
  throw toError(outcome);
}

/** The error that a refusal is answered with. */
export function toError({ code, detail }: Refusal): ProductError {
  return new ProductError(CODES[code], { detail });
}

export function toMovement(accountId: string, done: Done): Movement {
  const { seq, amount, balanceAfter, heldAfter } = done;
  const available = fromMicro(balanceAfter > heldAfter ? balanceAfter - heldAfter : 0n);
  return {
    entry: seq === undefined ? null : toEntryId({ accountId, seq }),
    account: accountId,
    amount: toDecimal(amount),
    balance: toDecimal(balanceAfter),
    available: toDecimal(available),
  };
}
