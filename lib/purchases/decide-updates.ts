import type { Command } from "@/lib/ledger/commands";
import { reopen } from "./lifecycle";
import { listStripeIds, type PaymentUpdate } from "./payment-updates";
import { isPaid, type ProcessingResult, type Purchase, type PurchaseKey } from "./purchase";
import { findForeign, type Owners } from "./stripe-objects";
import { applyPaymentUpdate } from "./transitions";

/** Updates about one purchase, to be recorded together. */
export interface PurchaseUpdates {
  readonly key: PurchaseKey;
  readonly updates: readonly PaymentUpdate[];
  /** An admin wants a closed purchase to be credited after all. */
  readonly reopen?: boolean;
}

/** What became of updates, and the purchase after them. */
export interface RecordedUpdates {
  readonly result: ProcessingResult;
  readonly purchase: Purchase | undefined;
  /** Whether these updates, and no earlier ones, made the purchase paid. */
  readonly credited: boolean;
}

export interface DecidedUpdates {
  readonly recorded: RecordedUpdates[];
  readonly after: ReadonlyMap<string, Purchase>;
  /** For the ledger, in this order. */
  readonly commands: readonly Command[];
}

/**
 * Decides what a batch of updates changes. Pure.
 * @param before the purchases of the batch by id, locked
 * @param owners who owns the Stripe objects that the updates speak of
 */
export function decideUpdates(
  before: ReadonlyMap<string, Purchase>,
  owners: Owners,
  batch: readonly PurchaseUpdates[],
  at: Date,
): DecidedUpdates {
  const after = new Map(before);
  const commands: Command[] = [];
  const recorded = batch.map((item): RecordedUpdates => {
    const { key, updates } = item;
    const known = after.get(key.purchaseId);
    if (known?.row.accountId !== key.accountId) return refuse(describeMissing(key), "unmatched");
    const foreign = findForeign(owners, updates.flatMap(listStripeIds), key);
    if (foreign) {
      const reason = `${foreign.stripeId} belongs to purchase ${foreign.owner.purchaseId}. No credits were added.`;
      return refuse(reason, "mismatch", known);
    }
    const wasPaid = isPaid(known.row);
    let purchase = item.reopen ? reopen(known, at) : known;
    let result: ProcessingResult = NOTHING_NEW;
    for (const update of updates) {
      const applied = applyPaymentUpdate(purchase, update, at);
      purchase = applied.purchase;
      commands.push(...applied.commands);
      result = mostSevere(result, applied.result);
    }
    after.set(key.purchaseId, purchase);
    return { result, purchase, credited: !wasPaid && isPaid(purchase.row) };
  });
  return { recorded, after, commands };
}

const NOTHING_NEW: ProcessingResult = { status: "processed", reason: "Nothing new." };

/** What is said of a payment whose purchase doesn't exist here. */
export function describeMissing({ purchaseId }: Pick<PurchaseKey, "purchaseId">): string {
  return `Purchase ${purchaseId} of this payment isn't in the database. No credits were added.`;
}

function refuse(
  reason: string,
  status: "unmatched" | "mismatch",
  purchase?: Purchase,
): RecordedUpdates {
  return { result: { status, reason }, purchase, credited: false };
}

/** Of several results the mismatch is told; otherwise the first that says something. */
function mostSevere(first: ProcessingResult, second: ProcessingResult): ProcessingResult {
  if (first.status === "mismatch") return first;
  if (second.status === "mismatch" || first === NOTHING_NEW) return second;
  return first;
}
