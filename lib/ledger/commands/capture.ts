import {
  type Credits,
  formatCredits,
  fromMicro,
  minCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import { availableOf, takeExpiredFirst } from "../allocate";
import { refuse } from "../outcome";
import { decidePosting, refusal } from "../post";
import type { AccountState, Hold } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault } from "./faults";
import { findHoldFault, isRefused, openHold } from "./open-hold";

/**
 * Ends a hold and takes what was used: all of it unless told, less, nothing, or more. Up to the
 * hold's amount it takes what the balance has; beyond that, what is available. What isn't there,
 * because more was used or because a clawback came first, follows `onInsufficient`.
 */
export interface CaptureCommand extends KeyedCommand {
  readonly kind: "capture";
  readonly holdId: string;
  /** What was used. */
  readonly credits?: Credits;
  /**
   * refuse (unless told): nothing changes, the hold stays. take_available: takes what is there and
   * records the rest as a shortfall. owe: takes all of it, and may leave debt.
   */
  readonly onInsufficient?: "refuse" | "take_available" | "owe";
  /** What was used beyond the ceiling of a quote, in addition to `credits`; recorded, not taken. */
  readonly absorbed?: Credits;
}

export const capture: CommandDefinition<CaptureCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: ({ accountId }) => [accountId],
  key: clientKey,
  terms: ({ holdId, credits = null, onInsufficient = "refuse", absorbed = 0n }) => [
    holdId,
    credits,
    onInsufficient,
    absorbed,
  ],
  names: ({ idempotencyKey }) => [idempotencyKey],
  findFault: ({ holdId, credits = ZERO_CREDITS, absorbed = ZERO_CREDITS }) =>
    findHoldFault(holdId) ??
    [credits, absorbed]
      .map((amount) => (amount === 0n ? undefined : findAmountFault(amount)))
      .find(Boolean),
  reads: ({ holdId }) => ({ hold: holdId }),
  takes: ({ holdId, credits }, state) => credits ?? state.holds.get(holdId)?.amount ?? ZERO_CREDITS,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const hold = openHold(state, command.holdId, context.at);
    if (isRefused(hold)) return refusal(hold);
    const used = command.credits ?? hold.amount;
    const cover = coverOf(state, hold, used, context.at);
    const { onInsufficient = "refuse" } = command;
    if (cover < used && onInsufficient === "refuse") {
      return refusal(
        refuse(
          "insufficient_credits",
          `${formatCredits(used)} credits were used, and ${formatCredits(cover)} can be taken. Capture what is available, let the account owe the rest, or wait for a purchase.`,
        ),
      );
    }
    const taken = onInsufficient === "owe" ? used : cover;
    const { lots, allocations } = takeExpiredFirst(state, taken, context.at);
    return decidePosting(
      state,
      {
        ...command,
        kind: "capture",
        contra: "usage",
        source: { type: hold.sourceType, id: hold.sourceId },
        key: context.key,
        commandDigest: context.digest,
        amount: fromMicro(-taken),
        heldDelta: fromMicro(-hold.amount),
        shortfall: fromMicro(used - taken),
        absorbed: command.absorbed ?? ZERO_CREDITS,
        lots,
        allocations,
        hold: { ...hold, state: "captured", endSeq: state.entrySeq + 1 },
      },
      context.at,
    );
  },
};

/** How much of what was used can be taken without debt and without other holds' credits. */
function coverOf(state: AccountState, hold: Hold, used: Credits, at: Date): Credits {
  const there = state.balance > 0n ? state.balance : ZERO_CREDITS;
  const within = minCredits(minCredits(used, hold.amount), there);
  const beyond = fromMicro(used > hold.amount ? used - hold.amount : 0n);
  return fromMicro(within + minCredits(beyond, availableOf(state, at)));
}
