import type { Database } from "@/db/client";
import { createBatcher } from "@/lib/shared/batch";
import { type BudgetedCommand, type BudgetedOutcome, commitWithinBudgets } from "./budgets";
import { createLedgerLanes } from "./ledger-lanes";

/** Gives a command to the ledger. */
export type Commit = (item: BudgetedCommand) => Promise<BudgetedOutcome>;

/**
 * Commits commands in shared transactions: while one is under way the next collects. Commands of
 * keys with a budget have transactions of their own, which lock the budgets first, so that they
 * cost the others nothing.
 */
export function createSpendingLane(database: Database): Commit {
  const commitUnlimited = createLedgerLanes(database);
  const commitBudgeted = createBatcher(
    (items: readonly BudgetedCommand[]) =>
      database.transaction((tx) => commitWithinBudgets(tx, items)),
    { maxItems: 100, maxWaiting: 5_000, maxWaitMs: 5_000 },
  );
  return (item) => (item.budget ? commitBudgeted(item) : commitUnlimited(item.command));
}
