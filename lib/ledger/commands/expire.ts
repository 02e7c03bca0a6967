import { ZERO_CREDITS } from "@/lib/shared/credits";
import { answerWithoutEntry } from "../outcome";
import { accountOf, type CommandBase, type CommandDefinition } from "./definition";

/**
 * Writes the entries of what has expired on an account, a hundred at most. Every command does so
 * before anything else; this one is for accounts that no other command comes to.
 */
export interface ExpireCommand extends CommandBase {
  readonly kind: "expire";
}

export const expire: CommandDefinition<ExpireCommand> = {
  accountIds: ({ accountId }) => [accountId],
  newAccountIds: () => [],
  takerIds: () => [],
  key: () => undefined,
  terms: () => [],
  names: () => [],
  findFault: () => undefined,
  reads: () => ({}),
  takes: () => ZERO_CREDITS,

  decide(book, command) {
    const state = accountOf(book, command.accountId);
    return { outcome: answerWithoutEntry(state), plans: [], states: [] };
  },
};
