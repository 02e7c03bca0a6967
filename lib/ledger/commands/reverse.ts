import {
  type Credits,
  formatCredits,
  fromMicro,
  minCredits,
  sumCredits,
  ZERO_CREDITS,
} from "@/lib/shared/credits";
import { debtOf, giveBack, stillTaken } from "../allocate";
import { withNewLot } from "../credit-lot";
import { refuse } from "../outcome";
import { decidePosting, refusal } from "../post";
import { accountOf, type CommandDefinition, clientKey, type KeyedCommand } from "./definition";
import { findAmountFault } from "./faults";

/**
 * Gives back what a spend or a capture took: all that hasn't been given back yet unless told, to
 * the lots that it came from, the last one first. Debt is paid first. A lot that has expired
 * meanwhile loses it again.
 */
export interface ReverseCommand extends KeyedCommand {
  readonly kind: "reverse";
  /** The seq of the entry. */
  readonly entrySeq: number;
  readonly credits?: Credits;
}

export const reverse: CommandDefinition<ReverseCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: () => [],
  key: clientKey,
  terms: ({ entrySeq, credits = null }) => [entrySeq, credits],
  names: ({ idempotencyKey }) => [idempotencyKey],
  findFault: ({ entrySeq, credits }) =>
    Number.isSafeInteger(entrySeq) && entrySeq > 0
      ? credits && findAmountFault(credits)
      : "The entry's number must be a whole number above zero.",
  reads: ({ entrySeq }) => ({ reversed: entrySeq }),
  takes: () => ZERO_CREDITS,

  decide(book, command, context) {
    const state = accountOf(book, command.accountId);
    const moves = state.reversals.get(command.entrySeq) ?? [];
    const [original] = moves;
    if (original?.seq !== command.entrySeq) {
      return refusal(refuse("not_found", "There is no such entry."));
    }
    if (original.kind !== "spend" && original.kind !== "capture") {
      return refusal(
        refuse("invalid_command", "Only what was spent or captured can be given back."),
      );
    }
    const left = fromMicro(-sumCredits(moves.map(({ amount }) => amount)));
    const amount = command.credits ?? left;
    if (amount > left || amount === 0n) {
      return refusal(
        refuse(
          "invalid_command",
          `${formatCredits(left)} credits of this entry can still be given back.`,
        ),
      );
    }
    const toLots = fromMicro(amount - minCredits(debtOf(state), amount));
    const back = giveBack(state, stillTaken(moves), toLots);
    return decidePosting(
      state,
      {
        ...command,
        kind: "spend_reversal",
        contra: "usage",
        source: { type: original.sourceType, id: original.sourceId },
        key: context.key,
        commandDigest: context.digest,
        amount,
        reverses: original.seq,
        ...withNewLot(state, context, back, { type: "entry", id: String(original.seq) }),
      },
      context.at,
    );
  },
};
