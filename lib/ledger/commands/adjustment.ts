import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { takeOwnFirst } from "../allocate";
import { creditLot } from "../credit-lot";
import { decidePosting, LOT_PRIORITY } from "../post";
import type { Source } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault } from "./faults";

/** Corrects a balance in either direction. Like a clawback it wins over holds and may leave debt. */
export interface AdjustmentCommand extends KeyedCommand {
  readonly kind: "adjustment";
  readonly source: Source;
  /** Positive: added; negative: taken. */
  readonly credits: Credits;
}

export const adjustment: CommandDefinition<AdjustmentCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: ({ accountId }) => [accountId],
  takerIds: ({ accountId }) => [accountId],
  key: clientKey,
  terms: ({ source, credits }) => [[source.type, source.id], credits],
  names: ({ idempotencyKey, source }) => [idempotencyKey, source.type, source.id],
  findFault: ({ credits }) => findAmountFault(absolute(credits)),
  reads: () => ({}),
  takes: ({ credits }) => (credits < 0n ? absolute(credits) : ZERO_CREDITS),

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const { credits, source } = command;
    const moved =
      credits > 0n
        ? creditLot(state, context, credits, {
            kind: "promotional",
            source,
            priority: LOT_PRIORITY.promotional,
            expiresAt: null,
          })
        : takeOwnFirst(state, absolute(credits), context.at, () => false);
    return decidePosting(
      state,
      {
        ...command,
        kind: "adjustment",
        contra: "adjustments",
        key: context.key,
        commandDigest: context.digest,
        amount: credits,
        lots: moved.lots,
        allocations: moved.allocations,
      },
      context.at,
    );
  },
};

function absolute(credits: Credits): Credits {
  return credits < 0n ? fromMicro(-credits) : credits;
}
