import type { Database, Tx } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import type { Outcome } from "@/lib/ledger/outcome";
import { enqueue, type NewJob } from "@/lib/queue/enqueue";
import type { Clock } from "@/lib/shared/clock";
import { lowBalanceNotices } from "@/lib/spending/low-balance";
import { decideUpdates, type PurchaseUpdates, type RecordedUpdates } from "./decide-updates";
import { logPurchase } from "./log-purchase";
import { noticesFor } from "./notices";
import { listStripeIds } from "./payment-updates";
import type { Purchase } from "./purchase";
import { lockPurchases, savePurchases } from "./repository";
import { claimStripeObjects } from "./stripe-objects";

/**
 * Records what Stripe said of many purchases, in the caller's transaction: locks the purchases,
 * claims the Stripe objects, decides, writes the ledger and the purchases, enqueues receipts and
 * notices. Safe to repeat with the same updates at any time.
 * @returns what became of each, in order
 */
export async function recordPaymentUpdates(
  tx: Tx,
  batch: readonly PurchaseUpdates[],
  clock: Clock,
): Promise<RecordedUpdates[]> {
  const before = await lockPurchases(
    tx,
    batch.map(({ key }) => key),
  );
  const owners = await claimStripeObjects(tx, listClaims(before, batch));
  const { recorded, after, commands } = decideUpdates(before, owners, batch, clock());
  const outcomes = await commit(tx, commands);
  assertNoneRefused(commands, outcomes);
  await Promise.all([
    savePurchases(tx, before, [...after.values()]),
    enqueue(tx, [
      ...listReceipts(recorded),
      ...[...after.values()].flatMap((next) => noticesFor(before.get(next.row.id), next)),
      ...lowBalanceNotices(commands, outcomes),
    ]),
  ]);
  return recorded;
}

/** As recordPaymentUpdates, for one purchase in a transaction of its own. */
export async function recordPurchaseUpdates(
  database: Database,
  updates: PurchaseUpdates,
  clock: Clock,
): Promise<RecordedUpdates> {
  const [recorded] = await database.transaction((tx) => recordPaymentUpdates(tx, [updates], clock));
  if (!recorded) throw new Error("the updates of a purchase were not recorded");
  logPurchase(recorded);
  return recorded;
}

/** Only for purchases that exist: an object that names an unknown purchase stays unclaimed. */
function listClaims(before: ReadonlyMap<string, Purchase>, batch: readonly PurchaseUpdates[]) {
  return batch.flatMap(({ key, updates }) => {
    if (before.get(key.purchaseId)?.row.accountId !== key.accountId) return [];
    return [{ key, stripeIds: updates.flatMap(listStripeIds) }];
  });
}

/** Every way to credit a payment ends here, so every way sends its receipt, once. */
function listReceipts(recorded: readonly RecordedUpdates[]): NewJob[] {
  return recorded.flatMap(({ credited, purchase }): NewJob[] => {
    if (!credited || !purchase) return [];
    const { accountId, id: purchaseId } = purchase.row;
    return [{ queue: "receipt", data: { accountId, purchaseId }, id: purchaseId }];
  });
}

/** The ledger refuses none of these commands; if it does, the two disagree: nothing may stay. */
function assertNoneRefused(commands: readonly Command[], outcomes: readonly Outcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== "refused") continue;
    const command = commands[index];
    throw new Error(
      `the ledger refused a ${command?.kind} of account ${command?.accountId}: ${outcome.detail}`,
    );
  }
}
