import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import { decidePosting, refusal } from "../post";
import type { Hold, Source } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault, findDurationFault } from "./faults";
import { refuseUnavailable } from "./spend";

/**
 * Reserves credits for work in progress: an amount, not lots. Refused when fewer are available
 * (I2). From its expiry on, by the database's clock, it counts as ended.
 */
export interface HoldCommand extends KeyedCommand {
  readonly kind: "hold";
  readonly source: Source;
  readonly credits: Credits;
  readonly expiresInSeconds: number;
  /** What its expiry does: give the credits free (unless told), or take them. */
  readonly onExpire?: Hold["onExpire"];
}

export const hold: CommandDefinition<HoldCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: () => [],
  key: clientKey,
  terms: ({ source, credits, expiresInSeconds, onExpire = "release" }) => [
    [source.type, source.id],
    credits,
    expiresInSeconds,
    onExpire,
  ],
  names: ({ idempotencyKey, source }) => [idempotencyKey, source.type, source.id],
  findFault: ({ credits, expiresInSeconds }) =>
    findAmountFault(credits) ?? findDurationFault(expiresInSeconds),
  reads: () => ({}),
  takes: () => ZERO_CREDITS,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const refused = refuseUnavailable(state, command.credits, context.at);
    if (refused) return refusal(refused);
    return decidePosting(
      state,
      {
        ...command,
        kind: "hold",
        contra: "usage",
        key: context.key,
        commandDigest: context.digest,
        amount: ZERO_CREDITS,
        heldDelta: command.credits,
        hold: {
          accountId: state.id,
          id: context.newId(),
          amount: command.credits,
          state: "open",
          expiresAt: secondsAfter(context.at, command.expiresInSeconds),
          onExpire: command.onExpire ?? "release",
          sourceType: command.source.type,
          sourceId: command.source.id,
          entrySeq: state.entrySeq + 1,
          endSeq: null,
          createdAt: context.at,
        },
      },
      context.at,
    );
  },
};

export function secondsAfter(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1_000);
}
