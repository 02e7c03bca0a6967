import type { Database } from "@/db/client";
import { type BudgetedCommand, type BudgetedOutcome, commitWithinBudgets } from "./budgets";

/** Ends a transaction without an effect, and carries out what was decided. */
class Refusal extends Error {
  constructor(readonly outcomes: readonly BudgetedOutcome[]) {
    super("a command of an all-or-nothing batch was refused");
  }
}

/**
 * Commits all of the commands or none.
 * @returns an outcome for each, in order. When one is refused nothing has changed, whatever the
 *   others say
 */
export async function commitAtomically(
  database: Database,
  items: readonly BudgetedCommand[],
): Promise<readonly BudgetedOutcome[]> {
  try {
    return await database.transaction(async (tx) => {
      const outcomes = await commitWithinBudgets(tx, items);
      if (outcomes.some(({ status }) => status === "refused")) throw new Refusal(outcomes);
      return outcomes;
    });
  } catch (error) {
    // Thrown above, in this very module: no other bundle's copy can be meant.
    if (error instanceof Refusal) return error.outcomes;
    throw error;
  }
}
