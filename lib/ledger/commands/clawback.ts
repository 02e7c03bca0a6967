import {
  type Credits,
  formatCredits,
  fromMicro,
  minCredits,
  sumCredits,
} from "@/lib/shared/credits";
import { debtOf, giveBack, stillTaken, takeOwnFirst } from "../allocate";
import { withNewLot } from "../credit-lot";
import { answerWithoutEntry, refuse } from "../outcome";
import { type Decision, type DecisionContext, decidePosting, refusal } from "../post";
import type { AccountState, Entry } from "../state";
import { accountOf, type CommandBase, type CommandDefinition } from "./definition";

/**
 * Says how many credits of a payment shall be taken back in all, by refunds and disputes
 * together. The entry is the difference from what was taken already, in either direction; none
 * when there is no difference. Absolute, so repeating it or changing its order does no harm (I4).
 * It always wins: over holds, and over what was spent, which becomes debt.
 */
export interface ClawbackCommand extends CommandBase {
  readonly kind: "clawback";
  readonly cause: "refund" | "dispute";
  readonly paymentId: string;
  readonly target: Credits;
}

export const clawback: CommandDefinition<ClawbackCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: ({ accountId }) => [accountId],
  key: () => undefined,
  terms: () => [],
  names: ({ paymentId }) => [paymentId],
  findFault: () => undefined,
  reads: ({ paymentId }) => ({
    payment: paymentId,
  }),
  takes: ({ target }) => target,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const entries = state.paymentEntries.get(command.paymentId) ?? [];
    const [purchase, ...clawbacks] = entries;
    if (purchase?.kind !== "purchase") {
      return refusal(
        refuse(
          "invalid_command",
          "Credits of this payment were never added, so none can be taken back.",
        ),
      );
    }
    if (command.target < 0n || command.target > purchase.amount) {
      return refusal(
        refuse(
          "invalid_command",
          `Between 0 and ${formatCredits(purchase.amount)} credits of this payment can be taken back.`,
        ),
      );
    }
    const taken = -sumCredits(clawbacks.map((entry) => entry.amount));
    const difference = fromMicro(command.target - taken);
    if (difference === 0n) return { outcome: answerWithoutEntry(state), plans: [], states: [] };
    return difference > 0n
      ? takeBack(state, command, context, difference)
      : restore(state, command, context, fromMicro(-difference), clawbacks);
  },
};

function takeBack(
  state: AccountState,
  command: ClawbackCommand,
  context: DecisionContext,
  amount: Credits,
): Decision {
  const { lots, allocations } = takeOwnFirst(
    state,
    amount,
    context.at,
    ({ kind, sourceType, sourceId }) =>
      kind === "paid" && sourceType === "payment" && sourceId === command.paymentId,
  );
  return decidePosting(
    state,
    { ...postingOf(state, command), amount: fromMicro(-amount), lots, allocations },
    context.at,
  );
}

/** Pays debt first, then fills the lots that the clawbacks had emptied, the last one first. */
function restore(
  state: AccountState,
  command: ClawbackCommand,
  context: DecisionContext,
  amount: Credits,
  clawbacks: readonly Entry[],
): Decision {
  const given = fromMicro(amount - minCredits(debtOf(state), amount));
  const back = giveBack(state, stillTaken(clawbacks), given);
  return decidePosting(
    state,
    {
      ...postingOf(state, command),
      kind: `${command.cause}_reversal`,
      amount,
      ...withNewLot(state, context, back, { type: "payment", id: command.paymentId }),
    },
    context.at,
  );
}

function postingOf(state: AccountState, command: ClawbackCommand) {
  const { cause, paymentId, actor, reason, metadata } = command;
  return {
    kind: cause,
    contra: cause === "dispute" ? "disputes" : "sales",
    source: { type: "payment", id: paymentId },
    key: `clawback:${paymentId}:${state.entrySeq + 1}`,
    commandDigest: null,
    actor,
    reason,
    metadata,
  } as const;
}
