import type { Database } from "@/db/client";
import { createBatcher } from "@/lib/shared/batch";
import { type BudgetedCommand, type BudgetedOutcome, commitWithinBudgets } from "./budgets";

/** Gives a command to the ledger. */
export type Commit = (item: BudgetedCommand) => Promise<BudgetedOutcome>;

/** Commits commands in shared transactions: while one is under way the next collects. */
export function createSpendingLane(database: Database): Commit {
  return createBatcher(
    (items: readonly BudgetedCommand[]) =>
      database.transaction((tx) => commitWithinBudgets(tx, items)),
    { maxItems: 100, maxWaiting: 5_000 },
  );
}
