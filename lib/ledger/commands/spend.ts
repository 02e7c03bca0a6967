import { type Credits, formatCredits, fromMicro } from "@/lib/shared/credits";
import { availableOf, debtOf, takeFresh } from "../allocate";
import { answerWithoutEntry, type Refused, refuse } from "../outcome";
import { decidePosting, refusal } from "../post";
import type { AccountState, Source } from "../state";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault } from "./faults";

/**
 * Takes credits for use. Refused when fewer are available: never partly done (I2). A spend of
 * nothing, such as usage priced at zero, writes no entry.
 */
export interface SpendCommand extends KeyedCommand {
  readonly kind: "spend";
  readonly source: Source;
  readonly credits: Credits;
}

export const spend: CommandDefinition<SpendCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: ({ accountId }) => [accountId],
  key: clientKey,
  terms: ({ source, credits }) => [[source.type, source.id], credits],
  names: ({ idempotencyKey, source }) => [idempotencyKey, source.type, source.id],
  findFault: ({ credits }) => (credits === 0n ? undefined : findAmountFault(credits)),
  reads: () => ({}),
  takes: ({ credits }) => credits,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    if (command.credits === 0n) {
      return { outcome: answerWithoutEntry(state), plans: [], states: [] };
    }
    const refused = refuseUnavailable(state, command.credits, context.at);
    if (refused) return refusal(refused);
    const { lots, allocations } = takeFresh(state, command.credits, context.at);
    return decidePosting(
      state,
      {
        kind: "spend",
        contra: "usage",
        source: command.source,
        actor: command.actor,
        reason: command.reason,
        metadata: command.metadata,
        key: context.key,
        commandDigest: context.digest,
        amount: fromMicro(-command.credits),
        lots,
        allocations,
      },
      context.at,
    );
  },
};

/** Why an account can't give so many credits; undefined when it can. */
export function refuseUnavailable(
  state: AccountState,
  credits: Credits,
  at: Date,
): Refused | undefined {
  const owed = debtOf(state);
  if (owed > 0n) {
    return refuse(
      "in_debt",
      `This account owes ${formatCredits(owed)} credits. The next purchase pays them first; then credits can be spent again.`,
    );
  }
  const available = availableOf(state, at);
  if (available >= credits) return undefined;
  return refuse(
    "insufficient_credits",
    `${formatCredits(credits)} credits are needed, and ${formatCredits(available)} are available. Buy a pack, or ask for fewer.`,
  );
}
