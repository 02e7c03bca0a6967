import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { creditLot, type LotTerms } from "../credit-lot";
import { refuse } from "../outcome";
import { decidePosting, LOT_PRIORITY, type Posting, refusal } from "../post";
import type { AccountState, Source } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault, findTermsFault } from "./faults";

/** Adds credits that nobody paid for. */
export interface GrantCommand extends KeyedCommand {
  readonly kind: "grant";
  readonly source: Source;
  readonly credits: Credits;
  /** Lower is used first. Promotional lots go before paid ones unless told. */
  readonly priority?: number;
  readonly expiresAt?: Date;
}

export const grant: CommandDefinition<GrantCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: ({ accountId }) => [accountId],
  takerIds: () => [],
  key: clientKey,
  terms: ({ source, credits, priority = null, expiresAt = null }) => [
    [source.type, source.id],
    credits,
    priority,
    expiresAt,
  ],
  names: ({ idempotencyKey, source }) => [idempotencyKey, source.type, source.id],
  findFault: (command) => findAmountFault(command.credits) ?? findTermsFault(command),
  reads: (command) => ({ lotLike: termsOf(command) }),
  takes: () => ZERO_CREDITS,

  decide(book, command, context) {
    if (command.expiresAt && command.expiresAt <= context.at) {
      return refusal(refuse("invalid_command", "The credits would have expired already."));
    }
    const state = accountOf(book, command.accountId);
    const terms = termsOf(command);
    return decidePosting(
      state,
      {
        ...command,
        kind: "grant",
        contra: "promotions",
        key: context.key,
        commandDigest: context.digest,
        amount: command.credits,
        ...(mergeInto(state, command.credits, terms) ??
          creditLot(state, context, command.credits, terms)),
      },
      context.at,
    );
  },
};

function termsOf({ source, priority, expiresAt }: GrantCommand): LotTerms {
  return {
    kind: "promotional",
    source,
    priority: priority ?? LOT_PRIORITY.promotional,
    expiresAt: expiresAt ?? null,
  };
}

/** Grants of the same terms share a lot while it is open: fewer lots to spend from. */
function mergeInto(
  state: AccountState,
  credits: Credits,
  terms: LotTerms,
): Pick<Posting, "lots" | "allocations"> | undefined {
  const lot = state.lots.find(
    (open) =>
      open.remaining > 0n &&
      open.kind === terms.kind &&
      open.sourceType === terms.source.type &&
      open.sourceId === terms.source.id &&
      open.priority === terms.priority &&
      open.expiresAt?.getTime() === terms.expiresAt?.getTime(),
  );
  if (!lot) return undefined;
  const granted = fromMicro(lot.granted + credits);
  const remaining = fromMicro(lot.remaining + credits);
  return {
    lots: [{ ...lot, granted, remaining }],
    allocations: [{ lotId: lot.id, amount: credits }],
  };
}
