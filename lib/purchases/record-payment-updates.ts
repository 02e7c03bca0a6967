import type { Tx } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import type { Outcome } from "@/lib/ledger/outcome";
import { enqueue, type NewJob } from "@/lib/queue/enqueue";
import type { Clock } from "@/lib/shared/clock";
import { lowBalanceNotices } from "@/lib/spending/low-balance";
import { lockOrders, type OrderKey } from "./load-purchases";
import type { Fact } from "./payment-updates";
import type { Observed, Order, Verdict } from "./purchase";
import { saveOrders } from "./save-purchases";
import { observe } from "./transitions";

/** Facts about one order, to be taken in together. */
export interface Observation {
  readonly key: OrderKey;
  readonly facts: readonly Fact[];
}

/** What became of an observation, and the order after it. */
export interface Result {
  readonly verdict: Verdict | { readonly status: "unmatched"; readonly reason: string };
  readonly order: Order | undefined;
  /** Whether this observation, and no earlier one, made the order paid. */
  readonly credited: boolean;
}

/**
 * Takes in what Stripe said of many orders, in the caller's transaction: locks the orders,
 * decides, writes the ledger and the orders, enqueues receipts and notices. Safe to repeat with the
 * same facts at any time.
 * @returns a result for each observation, in order
 */
export async function observeAll(
  tx: Tx,
  observations: readonly Observation[],
  clock: Clock,
): Promise<Result[]> {
  const before = await lockOrders(
    tx,
    observations.map(({ key }) => key),
  );
  const current = new Map(before);
  const commands: Command[] = [];
  const at = clock();
  const results = observations.map(({ key, facts }): Result => {
    let order = current.get(key.purchaseId);
    if (order?.row.accountId !== key.accountId) {
      const reason = `Order ${key.purchaseId} of this payment isn't in the database. No credits were added.`;
      return { verdict: { status: "unmatched", reason }, order: undefined, credited: false };
    }
    const wasPaid = order.row.completedAt !== null;
    let verdict: Verdict = { status: "processed", reason: "Nothing new." };
    for (const fact of facts) {
      const observed: Observed = observe(order, fact, at);
      order = observed.order;
      commands.push(...observed.commands);
      verdict = graver(verdict, observed.verdict);
    }
    current.set(key.purchaseId, order);
    return { verdict, order, credited: !wasPaid && order.row.completedAt !== null };
  });
  const outcomes = await commit(tx, commands);
  assertNoneRefused(commands, outcomes);
  await Promise.all([
    saveOrders(tx, before, [...current.values()]),
    enqueue(tx, [...receipts(results), ...lowBalanceNotices(commands, outcomes)]),
  ]);
  return results;
}

/** Every way to credit a payment ends here, so every way sends its receipt, once. */
function receipts(results: readonly Result[]): NewJob[] {
  return results.flatMap(({ credited, order }): NewJob[] => {
    if (!credited || !order) return [];
    const { accountId, id: purchaseId } = order.row;
    return [{ queue: "receipt", data: { accountId, purchaseId }, id: purchaseId }];
  });
}

/** Of several verdicts the mismatch is told; otherwise the first that says something. */
function graver(first: Verdict, second: Verdict): Verdict {
  if (first.status === "mismatch") return first;
  if (second.status === "mismatch" || first.reason === "Nothing new.") return second;
  return first;
}

/** The ledger refuses none of these commands; if it does, we and it disagree: nothing may stay. */
function assertNoneRefused(commands: readonly Command[], outcomes: readonly Outcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== "refused") continue;
    const command = commands[index];
    throw new Error(
      `the ledger refused a ${command?.kind} of account ${command?.accountId}: ${outcome.detail}`,
    );
  }
}
