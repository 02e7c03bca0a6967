import type { Tx } from "@/db/client";
import { newId } from "@/lib/shared/ids";
import { applyPlans } from "./apply-plans";
import { findFault } from "./check-command";
import { type Command, definitionOf } from "./commands";
import { decideBatch, type Surroundings } from "./decide";
import { type Outcome, refuse } from "./outcome";
import { readBook } from "./read-book";

/**
 * The one writer of the ledger: reads, decides, applies, in the caller's transaction, so that an
 * entry and what caused it are one. Commands of one account are decided in the order given.
 * Costs two round trips, one to read and one to apply; a third where something has expired or the
 * first few lots don't cover what is taken.
 * @param given the time to decide at, and where ids come from; the database's time, read after the
 *   locks, and new ids unless told
 * @returns an outcome for each command, in order. A refusal changes nothing and stops no other
 * @throws when the database refuses: the transaction is then lost, and nothing has happened
 */
export async function commit(
  tx: Tx,
  commands: readonly Command[],
  given: Partial<Surroundings> = {},
): Promise<Outcome[]> {
  const faults = commands.map(findFault);
  const sound = commands.filter((_, index) => faults[index] === undefined);
  const { book, known, now } = await readBook(tx, sound, { at: given.at });
  const { outcomes, plans, changed } = decideBatch(book, sound, known, {
    at: now,
    newId,
    ...given,
  });
  await applyPlans(tx, plans, changed);
  const decided = outcomes.values();
  return faults.map((fault) =>
    fault === undefined ? (decided.next().value as Outcome) : refuse("invalid_command", fault),
  );
}

/** What a command came to, or that another transaction has locked an account of it. */
export type OutcomeUnlessLocked = Outcome | "locked";

/**
 * As `commit`, for a transaction that does nothing else and waits for nobody: commands of accounts
 * that another transaction has locked are left out.
 * @param finish sends what comes after the ledger's own statements, such as COMMIT, in the same
 *   round trip: they have been sent, but not answered yet
 */
export async function commitUnlocked(
  tx: Tx,
  commands: readonly Command[],
  finish: (outcomes: readonly OutcomeUnlessLocked[]) => Promise<void>,
): Promise<readonly OutcomeUnlessLocked[]> {
  const faults = commands.map(findFault);
  const sound = commands.filter((_, index) => faults[index] === undefined);
  const { book, known, now, locked } = await readBook(tx, sound, { skipLocked: true });
  const isFree = (command: Command) =>
    locked.size === 0 ||
    !definitionOf(command)
      .accountIds(command)
      .some((id) => locked.has(id));
  const free = locked.size === 0 ? sound : sound.filter(isFree);
  const { outcomes, plans, changed } = decideBatch(book, free, known, { at: now, newId });
  const decided = outcomes.values();
  const all = commands.map((command, index) => {
    const fault = faults[index];
    if (fault !== undefined) return refuse("invalid_command", fault);
    return isFree(command) ? (decided.next().value as Outcome) : "locked";
  });
  await Promise.all([applyPlans(tx, plans, changed), finish(all)]);
  return all;
}
