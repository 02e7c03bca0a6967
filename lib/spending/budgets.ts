import type { Tx } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome, Refused } from "@/lib/ledger/outcome";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { type Credits, formatCredits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { type BudgetMonth, lockBudgets, monthOf, nameOf, noteBudgetUse } from "./budget-rows";
import { commitCredits } from "./commit-credits";
import { findUsedKeys } from "./find-used-keys";

/** How much an API key may spend in a calendar month (UTC). */
export interface Budget {
  readonly id: string;
  readonly limit: Credits;
}

/** What the budget of a key keeps for a hold that it placed. */
export interface Reservation {
  readonly amount: Credits;
  /** It counts in the month in which the hold was placed, and so does what is captured of it. */
  readonly placedAt: Date;
}

/** A command, and the budget of the key that gave it. */
export interface BudgetedCommand {
  readonly command: Command;
  readonly budget?: Budget | undefined;
  /** Of the hold that the command ends. */
  readonly reservation?: Reservation | undefined;
}

export type BudgetedOutcome =
  | Outcome
  | (Omit<Refused, "code"> & { readonly code: "budget_exceeded" });

/**
 * Commits commands, and refuses those that exceed the budget of their key. Exact: what was used is
 * locked before the accounts are and written in the same transaction, so that no number of
 * processes spends more than the limit. A replay costs nothing, whatever is left. A hold counts in
 * full from when it is placed; capturing or releasing it gives back what wasn't taken.
 * @returns an outcome for each command, in order
 */
export async function commitWithinBudgets(
  tx: Tx,
  items: readonly BudgetedCommand[],
  clock: Clock = systemClock,
): Promise<BudgetedOutcome[]> {
  // Once: read again, it could be in a month whose budget isn't locked.
  const now = clock();
  const months = items.flatMap((item) => monthFor(item, now) ?? []);
  if (months.length === 0)
    return commitCredits(
      tx,
      items.map(({ command }) => command),
    );
  const before = await lockBudgets(tx, months);
  const remaining = new Map(before);
  const outcomes: BudgetedOutcome[] = items.map(({ budget }) => exceeded(budget));
  let waiting = [...items.entries()];
  // What an earlier command reserved and didn't use is there for later ones: they are tried again.
  for (let tried = true; tried && waiting.length > 0; ) {
    const reserved = new Map(remaining);
    // Anew each time: a request that came twice is a replay of itself.
    const replays = await findUsedKeys(
      tx,
      waiting.map(([, { command }]) => command),
    );
    const chosen = waiting.filter(([, item]) => reserve(reserved, item, replays, now));
    const results = await commitCredits(
      tx,
      chosen.map(([, { command }]) => command),
    );
    for (const [place, [index, item]] of chosen.entries()) {
      const outcome = results[place];
      if (!outcome) throw new Error("a commit returned too few outcomes");
      outcomes[index] = outcome;
      charge(remaining, item, outcome, now);
    }
    waiting = waiting.filter((entry) => !chosen.includes(entry));
    tried = chosen.length > 0;
  }
  await noteBudgetUse(tx, months, before, remaining);
  return outcomes;
}

/** The budget and month that a command counts in; undefined when its key has no budget. */
function monthFor({ budget, reservation }: BudgetedCommand, now: Date): BudgetMonth | undefined {
  return budget && { ...budget, month: monthOf(reservation?.placedAt ?? now) };
}

/** @returns whether the command fits into what is left, which it then reserves */
function reserve(
  remaining: Map<string, Credits>,
  item: BudgetedCommand,
  replays: ReadonlySet<Command>,
  now: Date,
): boolean {
  const month = monthFor(item, now);
  if (!month || replays.has(item.command)) return true;
  const left = remaining.get(nameOf(month)) ?? ZERO_CREDITS;
  const cost = mostOf(item) - (item.reservation?.amount ?? 0n);
  // What it gives back is there once it is done: it may be refused.
  if (cost <= 0n) return true;
  if (cost > left) return false;
  remaining.set(nameOf(month), fromMicro(left - cost));
  return true;
}

/** Takes what a command really cost from what is left. */
function charge(
  remaining: Map<string, Credits>,
  item: BudgetedCommand,
  outcome: Outcome,
  now: Date,
): void {
  const month = monthFor(item, now);
  if (!month || outcome.status !== "done") return;
  const left = remaining.get(nameOf(month)) ?? ZERO_CREDITS;
  const cost = item.command.kind === "hold" ? item.command.credits : -outcome.amount;
  remaining.set(nameOf(month), fromMicro(left - cost + (item.reservation?.amount ?? 0n)));
}

/** At most how much a command takes. */
function mostOf({ command, reservation }: BudgetedCommand): bigint {
  if (command.kind === "spend" || command.kind === "hold" || command.kind === "transfer") {
    return command.credits;
  }
  return command.kind === "capture" ? (command.credits ?? reservation?.amount ?? 0n) : 0n;
}

function exceeded(budget: Budget | undefined): BudgetedOutcome {
  return {
    status: "refused",
    code: "budget_exceeded",
    detail: `This key may spend ${formatCredits(budget?.limit ?? ZERO_CREDITS)} credits a month, and too little of that is left.`,
  };
}
