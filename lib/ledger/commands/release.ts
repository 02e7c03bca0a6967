import { fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { decidePosting, refusal } from "../post";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findHoldFault, isRefused, openHold } from "./open-hold";

/** Ends a hold and takes nothing. */
export interface ReleaseCommand extends KeyedCommand {
  readonly kind: "release";
  readonly holdId: string;
}

export const release: CommandDefinition<ReleaseCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: () => [],
  key: clientKey,
  terms: ({ holdId }) => [holdId],
  names: ({ idempotencyKey }) => [idempotencyKey],
  findFault: ({ holdId }) => findHoldFault(holdId),
  reads: ({ holdId }) => ({ hold: holdId }),
  takes: () => ZERO_CREDITS,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const hold = openHold(state, command.holdId, context.at);
    if (isRefused(hold)) return refusal(hold);
    return decidePosting(
      state,
      {
        ...command,
        kind: "release",
        contra: "usage",
        source: { type: hold.sourceType, id: hold.sourceId },
        key: context.key,
        commandDigest: context.digest,
        amount: ZERO_CREDITS,
        heldDelta: fromMicro(-hold.amount),
        hold: { ...hold, state: "released", endSeq: state.entrySeq + 1 },
      },
      context.at,
    );
  },
};
