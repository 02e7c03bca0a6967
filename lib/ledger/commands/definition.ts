import type { Credits } from "@/lib/shared/credits";
import type { LotTerms } from "../credit-lot";
import type { Refused } from "../outcome";
import type { Decision, DecisionContext } from "../post";
import type { AccountState, Book } from "../state";

export interface CommandBase {
  readonly accountId: string;
  /** Who asks: "stripe", "system", or a user's id. Kept on the entry. */
  readonly actor: string;
  /** Why, as a sentence for people. Kept on the entry. */
  readonly reason: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * A digest of the request that the command was made of. With one, the same key must come with
   * the same request rather than with the same terms: a price may have changed in between.
   */
  readonly asked?: string;
}

export interface KeyedCommand extends CommandBase {
  /** I6: one entry per account and key; the same key again gets the first answer. */
  readonly idempotencyKey: string;
}

/** What must be loaded besides the account itself before a command is decided. */
export interface Reads {
  /** Its entries, and the lots that they took from. */
  readonly payment?: string;
  readonly registration?: { readonly paymentId: string; readonly purchaseId: string };
  /** The open lot of just these terms, wherever it stands in the order of use. */
  readonly lotLike?: LotTerms;
  readonly hold?: string;
  /** The entry with this seq, what reversed it, and the lots that they took from. */
  readonly reversed?: number;
}

/** All that a command is. `commands/index.ts` lists them. */
export interface CommandDefinition<Command extends CommandBase> {
  /** The accounts that it changes. All are locked, in id order. */
  accountIds(command: Command): readonly string[];
  /** Those that are made when they don't exist yet. */
  newAccountIds(command: Command): readonly string[];
  /** Those whose lots it takes from. */
  takerIds(command: Command): readonly string[];
  /** The key of its entry; undefined for a command that is absolute and may come repeated. */
  key(command: Command): string | undefined;
  /** What it asks for, without who and why: the same key must mean the same thing. */
  terms(command: Command): readonly unknown[];
  /** Texts by which the ledger finds things again, which therefore must fit into an index. */
  names(command: Command): readonly string[];
  /** What is wrong with it, whatever the account's state, as a sentence for people. */
  findFault(command: Command): string | undefined;
  reads(command: Command): Reads;
  /** At most how much it takes from the lots of an account. That many are loaded. */
  takes(command: Command, state: AccountState): Credits;
  /** Answers a key that was used for something else, where there is a better word for it. */
  mismatch?(command: Command): Refused;
  /** Pure: reads nothing, changes nothing, and does all of it or none. */
  decide(book: Book, command: Command, context: DecisionContext): Decision;
}

/** The key of a client: no client can take one of the ledger's own, such as `expiry:<lot>`. */
export function clientKey({ idempotencyKey }: KeyedCommand): string {
  return `c:${idempotencyKey}`;
}

/** An account of the command that is decided. */
export function accountOf(book: Book, accountId: string): AccountState {
  const state = book.accounts.get(accountId);
  if (!state) throw new Error(`account ${accountId} wasn't loaded`);
  return state;
}
