import type { Tx } from "@/db/client";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { applyPlans } from "./apply-plans";
import { findFault } from "./check-command";
import type { Command, Outcome } from "./commands";
import { decide } from "./decide";
import type { Plan } from "./post";
import { readStates } from "./read-state";

/**
 * The one writer of the ledger: reads, decides, applies, in the caller's transaction, so that an
 * effect and what caused it are one. Commands of one account are decided in the order given.
 * Costs two round trips, one to read and one to apply.
 * @returns an outcome for each command, in order. A refusal changes nothing and stops no other
 * @throws when the database refuses: the transaction is then lost, and nothing has happened
 */
export async function commit(
  tx: Tx,
  commands: readonly Command[],
  clock: Clock = systemClock,
): Promise<Outcome[]> {
  const faults = new Map(commands.map((command) => [command, findFault(command)]));
  const states = await readStates(
    tx,
    commands.filter((command) => !faults.get(command)),
  );
  // After the locks, so that the entries of an account are in the order of their moments.
  const at = clock();
  const plans: Plan[] = [];
  const outcomes = commands.map((command): Outcome => {
    const fault = faults.get(command);
    if (fault) return { status: "refused", code: "invalid_command", detail: fault };
    const state = states.get(command.accountId);
    if (!state) throw new Error(`account ${command.accountId} wasn't loaded`);
    const decision = decide(state, command, { at, lotId: newId() });
    states.set(command.accountId, decision.next);
    if (decision.plan) plans.push(decision.plan);
    return decision.outcome;
  });
  await applyPlans(tx, plans, states, at);
  return outcomes;
}
