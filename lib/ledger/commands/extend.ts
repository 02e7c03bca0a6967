import { ZERO_CREDITS } from "@/lib/shared/credits";
import { answerWithoutEntry } from "../outcome";
import { refusal } from "../post";
import { accountOf, type CommandBase, type CommandDefinition } from "./definition";
import { findDurationFault } from "./faults";
import { secondsAfter } from "./hold";
import { findHoldFault, isRefused, openHold } from "./open-hold";

/**
 * Lets a hold last for so many seconds from now, or for as long as it does already. Changes its row
 * only: nothing moves, so there is no entry, and repeating it does no harm.
 */
export interface ExtendCommand extends CommandBase {
  readonly kind: "extend";
  readonly holdId: string;
  readonly expiresInSeconds: number;
}

export const extend: CommandDefinition<ExtendCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: () => [],
  key: () => undefined,
  terms: () => [],
  names: () => [],
  findFault: ({ holdId, expiresInSeconds }) =>
    findHoldFault(holdId) ?? findDurationFault(expiresInSeconds),
  reads: ({ holdId }) => ({ hold: holdId }),
  takes: () => ZERO_CREDITS,

  decide(book, command, { at }) {
    const state = accountOf(book, command.accountId);
    const hold = openHold(state, command.holdId, at);
    if (isRefused(hold)) return refusal(hold);
    const wanted = secondsAfter(at, command.expiresInSeconds);
    const extended = { ...hold, expiresAt: wanted > hold.expiresAt ? wanted : hold.expiresAt };
    return {
      outcome: { ...answerWithoutEntry(state), holdId: hold.id },
      plans: [{ entry: undefined, lots: [], hold: extended }],
      states: [{ ...state, holds: new Map(state.holds).set(hold.id, extended) }],
    };
  },
};
