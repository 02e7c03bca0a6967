import type { Tx } from "@/db/client";
import type { Command, Outcome } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { enqueue, type NewJob } from "@/lib/queue/enqueue";
import type { Clock } from "@/lib/shared/clock";
import { lowBalanceNotices } from "@/lib/spending/low-balance";
import { lockPurchases, type PurchaseKey } from "./load-purchases";
import { noticesFor } from "./notices";
import type { PaymentUpdate } from "./payment-updates";
import type { AppliedUpdate, ProcessingResult, Purchase } from "./purchase";
import { savePurchases } from "./save-purchases";
import { applyPaymentUpdate } from "./transitions";

/** Updates about one purchase, to be taken in together. */
export interface PurchaseUpdates {
  readonly key: PurchaseKey;
  readonly updates: readonly PaymentUpdate[];
}

/** What became of an observation, and the purchase after it. */
export interface Result {
  readonly result: ProcessingResult | { readonly status: "unmatched"; readonly reason: string };
  readonly purchase: Purchase | undefined;
  /** Whether this observation, and no earlier one, made the purchase paid. */
  readonly credited: boolean;
}

/**
 * Takes in what Stripe said of many purchases, in the caller's transaction: locks the purchases,
 * decides, writes the ledger and the purchases, enqueues receipts and notices. Safe to repeat with the
 * same updates at any time.
 * @returns a result for each observation, in order
 */
export async function recordPaymentUpdates(
  tx: Tx,
  batch: readonly PurchaseUpdates[],
  clock: Clock,
): Promise<Result[]> {
  const before = await lockPurchases(
    tx,
    batch.map(({ key }) => key),
  );
  const current = new Map(before);
  const commands: Command[] = [];
  const at = clock();
  const results = batch.map(({ key, updates }): Result => {
    let purchase = current.get(key.purchaseId);
    if (purchase?.row.accountId !== key.accountId) {
      const reason = `Purchase ${key.purchaseId} of this payment isn't in the database. No credits were added.`;
      return { result: { status: "unmatched", reason }, purchase: undefined, credited: false };
    }
    const wasPaid = purchase.row.completedAt !== null;
    let result: ProcessingResult = { status: "processed", reason: "Nothing new." };
    for (const update of updates) {
      const applied: AppliedUpdate = applyPaymentUpdate(purchase, update, at);
      purchase = applied.purchase;
      commands.push(...applied.commands);
      result = mostSevere(result, applied.result);
    }
    current.set(key.purchaseId, purchase);
    return { result, purchase, credited: !wasPaid && purchase.row.completedAt !== null };
  });
  const outcomes = await commit(tx, commands, clock);
  assertNoneRefused(commands, outcomes);
  await Promise.all([
    savePurchases(tx, before, [...current.values()]),
    enqueue(tx, [
      ...receipts(results),
      ...[...current.values()].flatMap((after) => noticesFor(before.get(after.row.id), after)),
      ...lowBalanceNotices(commands, outcomes),
    ]),
  ]);
  return results;
}

/** Every way to credit a payment ends here, so every way sends its receipt, once. */
function receipts(results: readonly Result[]): NewJob[] {
  return results.flatMap(({ credited, purchase }): NewJob[] => {
    if (!credited || !purchase) return [];
    const { accountId, id: purchaseId } = purchase.row;
    return [{ queue: "receipt", data: { accountId, purchaseId }, id: purchaseId }];
  });
}

/** Of several verdicts the mismatch is told; otherwise the first that says something. */
function mostSevere(first: ProcessingResult, second: ProcessingResult): ProcessingResult {
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
