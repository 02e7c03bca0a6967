import { type Command, definitionOf } from "./commands";
import { accountOf } from "./commands/definition";
import { digestTerms } from "./hash";
import { type AnsweredEntry, answerOf, type Outcome, refuse } from "./outcome";
import { type Decision, type Plan, refusal } from "./post";
import { settleExpired } from "./settle";
import type { AccountState, Book } from "./state";

/** The entry that was written under a key, as far as a replay needs it. */
export interface KeyedEntry {
  readonly entry: AnsweredEntry;
  readonly commandDigest: string | null;
}

export interface Surroundings {
  /** The database's time, read after the accounts were locked. */
  readonly at: Date;
  readonly newId: () => string;
}

/**
 * Decides one command: answers a known key, ends what has expired, then decides. Pure: reads
 * nothing, changes nothing, and does all of it or none; after a refusal not even what expired is
 * written.
 * @param command one in which `findFault` found none
 * @param known by `nameOfKey`, the entries of keys that were used before
 * @throws Error when the decision itself would break an invariant: a mistake in this folder
 */
export function decide(
  book: Book,
  command: Command,
  { at, newId }: Surroundings,
  known: ReadonlyMap<string, KeyedEntry> = new Map(),
): Decision {
  const definition = definitionOf(command);
  const key = definition.key(command);
  const terms = command.asked === undefined ? definition.terms(command) : [command.asked];
  const digest = key === undefined ? null : digestTerms([command.kind, ...terms]);
  for (const id of key === undefined ? [] : definition.accountIds(command)) {
    const used = known.get(nameOfKey(id, key ?? ""));
    if (used) return replay(command, id === command.accountId ? used : undefined, digest);
  }

  const before = definition.accountIds(command).map((id) => accountOf(book, id));
  const now = before.reduce((latest, { updatedAt }) => laterOf(latest, updatedAt), at);
  const settled = before.map((state) => settleExpired(state, now));
  const context = { at: now, newId, key: key ?? "", digest };
  if (settled.every(({ state }, index) => state === before[index])) {
    return definition.decide(book, command, context);
  }
  const accounts = new Map(settled.map(({ state }) => [state.id, state]));
  const decision = definition.decide({ ...book, accounts }, command, context);
  if (decision.outcome.status === "refused") return refusal(decision.outcome);

  const expiries = settled.flatMap(({ plans }) => plans);
  if (expiries.length === 0) return decision;
  for (const state of decision.states) accounts.set(state.id, state);
  return {
    outcome: decision.outcome,
    plans: [...expiries, ...decision.plans],
    states: [...accounts.values()],
  };
}

/**
 * I6: the same key for the same command gets the first answer again.
 * @param known undefined when another account of the command has an entry under the key
 */
function replay(command: Command, known: KeyedEntry | undefined, digest: string | null): Decision {
  if (known?.commandDigest && digest === known.commandDigest) {
    return { outcome: answerOf(known.entry, "replayed"), plans: [], states: [] };
  }
  return refusal(
    definitionOf(command).mismatch?.(command) ??
      refuse(
        "idempotency_mismatch",
        "This idempotency key was already used for another command. Use a new key for a new request.",
      ),
  );
}

/** Everything that a batch of commands comes to. */
export interface BatchDecision {
  readonly outcomes: readonly Outcome[];
  readonly plans: readonly Plan[];
  /** The accounts that changed, as they are afterwards. */
  readonly changed: readonly AccountState[];
}

/**
 * Decides commands one after the other, each on what the one before left.
 * @param known entries by `nameOfKey`, of all keys in the batch that were used before
 */
export function decideBatch(
  book: Book,
  commands: readonly Command[],
  known: ReadonlyMap<string, KeyedEntry>,
  surroundings: Surroundings,
): BatchDecision {
  const accounts = new Map(book.accounts);
  const registrations = [...book.registrations];
  const keyed = new Map(known);
  const plans: Plan[] = [];
  const changed = new Set<string>();
  const current: Book = { accounts, registrations };
  const outcomes = commands.map((command) => {
    const decision = decide(current, command, surroundings, keyed);
    for (const state of decision.states) {
      accounts.set(state.id, state);
      changed.add(state.id);
    }
    for (const plan of decision.plans) {
      const { entry, registration } = plan;
      plans.push(plan);
      if (entry) {
        const { accountId, commandDigest } = entry;
        keyed.set(nameOfKey(accountId, entry.key), { entry, commandDigest });
      }
      if (registration) registrations.push(registration);
    }
    return decision.outcome;
  });
  return { outcomes, plans, changed: [...changed].map((id) => accountOf(current, id)) };
}

export function nameOfKey(accountId: string, key: string): string {
  return `${accountId} ${key}`;
}

function laterOf(one: Date, other: Date): Date {
  return one.getTime() >= other.getTime() ? one : other;
}
