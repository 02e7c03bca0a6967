import type { Tx } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome, Refused } from "@/lib/ledger/outcome";
import { type Credits, formatCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { addUse, type BudgetMonth, lockBudgets, nameOf, saveBudgets } from "./budget-rows";
import { commitCredits } from "./commit-credits";
import { findUsedKeys } from "./find-used-keys";
import {
  giveBackEnded,
  type Reservation,
  readHeld,
  readReservations,
  saveReservations,
} from "./reservations";

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

/**
 * Commits commands, and refuses those that exceed the budget of their key. Exact: what was used is
 * locked before the accounts are and written in the same transaction, so that no number of
 * processes spends more than the limit. A replay costs nothing, whatever is left. A hold counts in
 * full from when it is placed, in that month; what isn't taken of it is given back when it ends,
 * whether its key ends it, another key, or its expiry.
 * @returns an outcome for each command, in order
 */
export async function commitWithinBudgets(
  tx: Tx,
  items: readonly BudgetedCommand[],
): Promise<BudgetedOutcome[]> {
  const budgetIds = items.flatMap(({ budget }) => budget?.id ?? []);
  if (budgetIds.length === 0) return commitCredits(tx, items.map(commandOf));
  const { month, used: before } = await lockBudgets(tx, budgetIds);
  const reservations = await readReservations(tx, items.flatMap(holdsOf));
  const held = await readHeld(
    tx,
    items.map(commandOf).filter((command) => command.kind === "capture"),
  );
  const used = new Map(before);
  const added: Reservation[] = [];
  const removed: string[] = [];
  const outcomes: BudgetedOutcome[] = items.map(({ budget }) => exceeded(budget));
  let waiting: readonly (readonly [number, Counted])[] = items.map((item, index) => [
    index,
    countItem(item, month, { reservations, held }),
  ]);
  let isSettled = false;
  for (;;) {
    const chosen = await chooseFitting(tx, waiting, used);
    const results = await commitCredits(
      tx,
      chosen.map(([, item]) => commandOf(item)),
    );
    for (const [place, [index, item]] of chosen.entries()) {
      const outcome = results[place];
      if (!outcome) throw new Error("a commit returned too few outcomes");
      outcomes[index] = outcome;
      if (outcome.status !== "done" || !item.in) continue;
      const { in: counted, command, reservation } = item;
      addUse(used, counted, costOf(command, outcome) - (reservation?.amount ?? 0n));
      if (reservation) removed.push(reservation.holdId);
      if (command.kind === "hold" && outcome.holdId) {
        const { accountId, credits: amount } = command;
        added.push({ holdId: outcome.holdId, accountId, budgetId: counted.id, month, amount });
      }
    }
    waiting = waiting.filter((entry) => !chosen.includes(entry));
    if (waiting.length === 0) break;
    // What an earlier command reserved and didn't use is there for later ones: they are tried again.
    if (chosen.length > 0) continue;
    if (isSettled) break;
    isSettled = true;
    await saveReservations(tx, { added: added.splice(0), removed: removed.splice(0) });
    if (!(await giveBackEnded(tx, budgetIds, used))) break;
  }
  await saveReservations(tx, { added, removed });
  await saveBudgets(tx, before, used);
  return outcomes;
}

/** A command with where it counts, and what is kept for the hold that it ends. */
interface Counted extends BudgetedCommand {
  /** Undefined where its key has no budget. */
  readonly in: (BudgetMonth & { readonly limit: Credits }) | undefined;
  readonly reservation: Reservation | undefined;
  /** What the hold that it captures holds, whichever key placed it. */
  readonly held: Credits;
}

function countItem(
  item: BudgetedCommand,
  month: string,
  holds: {
    readonly reservations: ReadonlyMap<string, Reservation>;
    readonly held: ReadonlyMap<string, Credits>;
  },
): Counted {
  const { budget } = item;
  const [reservation] = holdsOf(item).flatMap((id) => holds.reservations.get(id) ?? []);
  const [held = ZERO_CREDITS] = holdsOf(item).flatMap((id) => holds.held.get(id) ?? []);
  const own = reservation?.budgetId === budget?.id ? reservation : undefined;
  return {
    ...item,
    reservation: own,
    held,
    in: budget && { ...budget, month: own?.month ?? month },
  };
}

/** The commands that fit into what is left, one after the other. */
async function chooseFitting(
  tx: Tx,
  waiting: readonly (readonly [number, Counted])[],
  used: ReadonlyMap<string, Credits>,
) {
  const reserved = new Map(used);
  // Anew each time: a request that came twice is a replay of itself.
  const replays = await findUsedKeys(
    tx,
    waiting.map(([, { command }]) => command),
  );
  return waiting.filter(([, item]) => {
    if (!item.in || replays.has(item.command)) return true;
    const cost = mostOf(item) - (item.reservation?.amount ?? 0n);
    // What it gives back is there once it is done: it may be refused.
    if (cost <= 0n) return true;
    if ((reserved.get(nameOf(item.in)) ?? ZERO_CREDITS) + cost > item.in.limit) return false;
    addUse(reserved, item.in, cost);
    return true;
  });
}

/** What a command that was done takes from its budget. */
function costOf(command: Command, { amount }: { readonly amount: Credits }): bigint {
  return command.kind === "hold" ? command.credits : -amount;
}

/** At most how much a command takes. */
function mostOf({ command, held }: Counted): bigint {
  if (command.kind === "spend" || command.kind === "hold" || command.kind === "transfer") {
    return command.credits;
  }
  return command.kind === "capture" ? (command.credits ?? held) : 0n;
}

function holdsOf({ command }: BudgetedCommand): string[] {
  return command.kind === "capture" || command.kind === "release" ? [command.holdId] : [];
}

function commandOf({ command }: BudgetedCommand): Command {
  return command;
}

function exceeded(budget: Budget | undefined): BudgetedOutcome {
  return {
    status: "refused",
    code: "budget_exceeded",
    detail: `This key may spend ${formatCredits(budget?.limit ?? ZERO_CREDITS)} credits a month, and too little of that is left.`,
  };
}
