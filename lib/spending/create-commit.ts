import type { Database } from "@/db/client";
import { createBatcher } from "@/lib/shared/batch";
import { type BudgetedCommand, type BudgetedOutcome, commitWithinBudgets } from "./budgets";
import { createSpendingLane } from "./spending-lane";

/** Gives a command to the ledger. */
export type Commit = (item: BudgetedCommand) => Promise<BudgetedOutcome>;

/**
 * Commits commands in shared transactions. Those of keys with a budget have transactions of their
 * own, because they lock the budget's row first; all others go through the lanes.
 */
export function createCommit(database: Database): Commit {
  const inLane = createSpendingLane(database);
  const withinBudgets = createBatcher(
    (items: readonly BudgetedCommand[]) =>
      database.transaction((tx) => commitWithinBudgets(tx, items)),
    { maxItems: 100, maxWaiting: 5_000 },
  );
  return (item) => (item.budget ? withinBudgets(item) : inLane(item.command));
}
