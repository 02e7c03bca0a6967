import { assertNotOwnAccount } from "@/lib/access/permissions";
import type { Command } from "@/lib/ledger/commands";
import type { Done } from "@/lib/ledger/outcome";
import { fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import type { ErrorCode } from "@/lib/shared/errors";
import { orThrow } from "@/lib/spending/refusal-error";
import type { Caller } from "./authorize";
import { toEntryId } from "./public-ids";
import type { ApiRuntime } from "./runtime";
import type { Movement } from "./shapes";

interface MovingContext {
  readonly runtime: ApiRuntime;
  readonly caller: Caller;
  readonly headers: Headers;
}

interface MovingOptions {
  /** How a command is answered that doesn't fit the state: as invalid input unless told. */
  readonly invalid?: ErrorCode;
}

/**
 * Gives a command to the ledger, and says in headers what it took and what is left.
 * @returns what the account has afterwards; the same as the first time for a replay
 * @throws ProductError insufficient_credits, in_debt, budget_exceeded, idempotency_mismatch,
 *   not_found, conflict; forbidden for credits that an admin would give to their own account
 */
export async function moveCredits(
  { runtime, caller, headers }: MovingContext,
  command: Command,
  { invalid = "invalid_input" }: MovingOptions = {},
): Promise<{ movement: Movement; done: Done }> {
  // As in the back office: nobody gives credits to themselves, by whichever door.
  if (command.kind === "grant" || command.kind === "reverse") {
    assertNotOwnAccount(caller.user, command.accountId);
  }
  if (command.kind === "transfer") assertNotOwnAccount(caller.user, command.toAccountId);
  const done = orThrow(await runtime.commit({ command, budget: caller.budget }), invalid);
  const movement = toMovement(command.accountId, done);
  const charged = done.amount < 0n ? fromMicro(-done.amount) : ZERO_CREDITS;
  if (done.status === "replayed") headers.set("idempotency-replayed", "true");
  headers.set("x-credits-charged", toDecimal(charged));
  headers.set("x-credits-remaining", movement.available);
  return { movement, done };
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
