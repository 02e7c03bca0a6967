import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome, Refused } from "@/lib/ledger/outcome";
import { type Credits, formatCredits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { commitCredits } from "./commit-credits";
import { findUsedKeys } from "./find-used-keys";
import { thisMonth } from "./read-budget-use";

/** How much an API key may spend in a calendar month (UTC). */
export interface Budget {
  readonly id: string;
  readonly limit: Credits;
}

/** A command, and the budget of the key that gave it. */
export interface BudgetedCommand {
  readonly command: Command;
  readonly budget?: Budget | undefined;
}

export type BudgetedOutcome =
  | Outcome
  | (Omit<Refused, "code"> & { readonly code: "budget_exceeded" });

/** The budgets of a batch, locked, with what is left of each. */
type Remaining = Map<string, Credits>;

/**
 * Commits commands, and refuses those that exceed the budget of their key. Exact: what was used is
 * locked before the accounts are and written in the same transaction, so that no number of
 * processes spends more than the limit. A replay costs nothing, whatever is left.
 * @returns an outcome for each command, in order
 */
export async function commitWithinBudgets(
  tx: Tx,
  items: readonly BudgetedCommand[],
): Promise<BudgetedOutcome[]> {
  const budgets = new Map(items.flatMap(({ budget }) => (budget ? [[budget.id, budget]] : [])));
  if (budgets.size === 0)
    return commitCredits(
      tx,
      items.map(({ command }) => command),
    );
  const remaining = await lockBudgets(tx, [...budgets.values()]);
  const before = new Map(remaining);
  const replays = await findUsedKeys(
    tx,
    items.map(({ command }) => command),
  );
  const outcomes: BudgetedOutcome[] = items.map(({ budget }) => exceeded(budget));
  let waiting = items.map((_, index) => index);
  // What an earlier command reserved and didn't use is there for later ones: they are tried again.
  for (let tried = true; tried && waiting.length > 0; ) {
    const reserved = new Map(remaining);
    const chosen = waiting.filter((index) => reserve(reserved, items[index], replays));
    const results = await commitCredits(tx, commandsAt(items, chosen));
    for (const [place, index] of chosen.entries()) {
      const outcome = results[place];
      if (!outcome) continue;
      outcomes[index] = outcome;
      charge(remaining, items[index], outcome);
    }
    waiting = waiting.filter((index) => !chosen.includes(index));
    tried = chosen.length > 0;
  }
  await noteUse(tx, before, remaining);
  return outcomes;
}

/** @returns whether the command fits into what is left, which it then reserves */
function reserve(
  remaining: Remaining,
  item: BudgetedCommand | undefined,
  replays: ReadonlySet<Command>,
): boolean {
  if (!item?.budget || replays.has(item.command)) return true;
  const left = remaining.get(item.budget.id) ?? ZERO_CREDITS;
  const cost = costOf(item.command);
  if (cost > left) return false;
  remaining.set(item.budget.id, fromMicro(left - cost));
  return true;
}

function charge(remaining: Remaining, item: BudgetedCommand | undefined, outcome: Outcome): void {
  if (!item?.budget || outcome.status !== "done") return;
  const left = remaining.get(item.budget.id) ?? ZERO_CREDITS;
  remaining.set(item.budget.id, fromMicro(left - costOf(item.command)));
}

function costOf(command: Command): Credits {
  return command.kind === "spend" ? command.credits : ZERO_CREDITS;
}

function commandsAt(items: readonly BudgetedCommand[], indexes: readonly number[]): Command[] {
  return indexes.flatMap((index) => items[index]?.command ?? []);
}

/** Locks this month's rows in id order, so that two batches cannot deadlock. */
async function lockBudgets(tx: Tx, budgets: readonly Budget[]): Promise<Remaining> {
  const ids = budgets.map(({ id }) => id).sort();
  await tx
    .insert(apiKeyUsage)
    .values(ids.map((budgetId) => ({ budgetId, month: thisMonth, used: ZERO_CREDITS })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: apiKeyUsage.budgetId, used: apiKeyUsage.used })
    .from(apiKeyUsage)
    .where(sql`${apiKeyUsage.budgetId} in ${ids} and ${apiKeyUsage.month} = ${thisMonth}`)
    .orderBy(apiKeyUsage.budgetId)
    .for("update");
  const used = new Map(rows.map((row) => [row.id, row.used]));
  return new Map(
    budgets.map(({ id, limit }) => [id, fromMicro(limit - (used.get(id) ?? ZERO_CREDITS))]),
  );
}

async function noteUse(tx: Tx, before: Remaining, after: Remaining): Promise<void> {
  for (const [id, left] of after) {
    const used = fromMicro((before.get(id) ?? left) - left);
    if (used === 0n) continue;
    await tx
      .update(apiKeyUsage)
      .set({ used: sql`${apiKeyUsage.used} + ${used}` })
      .where(sql`${apiKeyUsage.budgetId} = ${id} and ${apiKeyUsage.month} = ${thisMonth}`);
  }
}

function exceeded(budget: Budget | undefined): BudgetedOutcome {
  return {
    status: "refused",
    code: "budget_exceeded",
    detail: `This key may spend ${formatCredits(budget?.limit ?? ZERO_CREDITS)} credits a month, and too little of that is left.`,
  };
}
