import type { PaymentUpdate } from "@/lib/purchases/payment-updates";
import { isPaid, type Purchase } from "@/lib/purchases/purchase";
import { applyPaymentUpdate } from "@/lib/purchases/transitions";
import type { StripeItem } from "@/lib/stripe/list-objects";
import type { RepairKind } from "./report";

/** What an object of Stripe's would change about its purchase. */
export interface Repair {
  /** The purchase afterwards. */
  readonly purchase: Purchase;
  readonly updates: readonly PaymentUpdate[];
  readonly differs: boolean;
  readonly kind: RepairKind;
  /** Why the payment doesn't fit its purchase; undefined where it does. */
  readonly mismatch: string | undefined;
}

/**
 * Decides what an object would change, by the same transitions that the webhook uses. Pure.
 * @throws Error for an object in a status that this version doesn't know
 */
export function decideRepair(before: Purchase, item: StripeItem): Repair {
  const at = new Date();
  // Stripe's receipt address differs at each read, so only a charge that is unknown is a change.
  const updates = item
    .readUpdates()
    .filter((update) => update.type !== "charge" || update.chargeId !== before.row.chargeId);
  let purchase = before;
  let mismatch: string | undefined;
  for (const update of updates) {
    const applied = applyPaymentUpdate(purchase, update, at);
    purchase = applied.purchase;
    if (applied.result.status === "mismatch") mismatch = applied.result.reason;
  }
  const differs = isDifferent(before, purchase);
  return { purchase, updates, differs, kind: kindOf(before, purchase, updates), mismatch };
}

function kindOf(before: Purchase, after: Purchase, updates: readonly PaymentUpdate[]): RepairKind {
  if (!isPaid(before.row) && isPaid(after.row)) return "credited";
  if (updates.some(({ type }) => type === "refund")) return "refunds";
  if (updates.some(({ type }) => type === "dispute")) return "disputes";
  return "purchases";
}

function isDifferent(before: Purchase, after: Purchase): boolean {
  if (before.refunds !== after.refunds || before.disputes !== after.disputes) return true;
  return columnsOf(before) !== columnsOf(after);
}

function columnsOf({ row }: Purchase): string {
  const { updatedAt, ...columns } = row;
  return JSON.stringify(columns, (_, value) => (typeof value === "bigint" ? `${value}` : value));
}
