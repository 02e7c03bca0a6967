import type { Tx } from "@/db/client";
import { newId } from "@/lib/shared/ids";
import { applyPlans } from "./apply-plans";
import { findFault } from "./check-command";
import type { Command } from "./commands";
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
  const { book, known, now } = await readBook(tx, sound, given.at);
  const { outcomes, plans, changed } = decideBatch(book, sound, known, {
    at: now,
    newId,
    ...given,
  });
  await applyPlans(tx, plans, changed);
  const remaining = outcomes.values();
  return faults.map((fault) =>
    fault === undefined ? (remaining.next().value as Outcome) : refuse("invalid_command", fault),
  );
}
