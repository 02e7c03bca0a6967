import type { Command } from "@/lib/ledger/commands";
import type { Done, Outcome, Refused } from "@/lib/ledger/outcome";
import { fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import { type ErrorCode, ProductError } from "@/lib/shared/errors";
import { toEntryId } from "./public-ids";
import type { ApiRuntime } from "./runtime";
import type { Movement } from "./shapes";

const CODES: Readonly<Record<Refused["code"], ErrorCode>> = {
  insufficient_credits: "insufficient_credits",
  in_debt: "in_debt",
  idempotency_mismatch: "idempotency_mismatch",
  payment_conflict: "conflict",
  not_found: "not_found",
  hold_ended: "conflict",
  invalid_command: "invalid_input",
};

/**
 * Gives a command to the ledger, and says in headers what it took and what is left.
 * @returns what the account has afterwards; the same as the first time for a replay
 * @throws ProductError insufficient_credits, in_debt, idempotency_mismatch, not_found, conflict
 */
export async function moveCredits(
  { runtime, headers }: { readonly runtime: ApiRuntime; readonly headers: Headers },
  command: Command,
): Promise<Movement> {
  const done = orThrow(await runtime.commit(command));
  const answer = toMovement(command.accountId, done);
  if (done.status === "replayed") headers.set("idempotency-replayed", "true");
  headers.set(
    "x-credits-charged",
    toDecimal(done.amount < 0n ? fromMicro(-done.amount) : ZERO_CREDITS),
  );
  headers.set("x-credits-remaining", answer.available);
  return answer;
}

/** @throws ProductError for an outcome that is a refusal */
export function orThrow(outcome: Outcome): Done {
  if (outcome.status !== "refused") return outcome;
  throw toError(outcome);
}

/** The error that a refusal is answered with. */
export function toError({ code, detail }: Refused): ProductError {
  return new ProductError(CODES[code], { detail });
}

export function toMovement(accountId: string, done: Done): Movement {
  const { seq, amount, balanceAfter, heldAfter } = done;
  const free = fromMicro(balanceAfter - heldAfter);
  const available = free > 0n ? free : ZERO_CREDITS;
  return {
    entry: seq === undefined ? null : toEntryId({ accountId, seq }),
    account: accountId,
    amount: toDecimal(amount),
    balance: toDecimal(balanceAfter),
    available: toDecimal(available),
  };
}
