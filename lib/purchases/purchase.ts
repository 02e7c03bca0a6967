import type { paymentDisputes, paymentRefunds, purchases } from "@/db/schema";
import type { Command } from "@/lib/ledger/commands";

export type PurchaseRow = typeof purchases.$inferSelect;
export type RefundRow = typeof paymentRefunds.$inferSelect;
export type DisputeRow = typeof paymentDisputes.$inferSelect;

export interface PurchaseKey {
  readonly accountId: string;
  readonly purchaseId: string;
}

/** A purchase with all that is known of its payment. Transitions return the next, changing none. */
export interface Purchase {
  readonly row: PurchaseRow;
  readonly refunds: ReadonlyMap<string, RefundRow>;
  readonly disputes: ReadonlyMap<string, DisputeRow>;
  readonly userDeleted: boolean;
}

/** What became of an update. The sentence is logged, stored with the event, and shown to admins. */
export interface ProcessingResult {
  readonly status: "processed" | "ignored" | "mismatch" | "unmatched";
  readonly reason: string;
}

/** What an update changes. */
export interface AppliedUpdate {
  readonly purchase: Purchase;
  readonly result: ProcessingResult;
  /** For the ledger, in this order. */
  readonly commands: readonly Command[];
}

export function keyOf({ accountId, id }: Pick<PurchaseRow, "accountId" | "id">): PurchaseKey {
  return { accountId, purchaseId: id };
}

export function isPaid(row: PurchaseRow): boolean {
  return row.completedAt !== null;
}

/**
 * Whether something about a payment is about the one that was credited. Until a purchase is paid
 * any may become that one.
 */
export function isOfPayment(row: PurchaseRow, paymentIntentId: string | null): boolean {
  return !isPaid(row) || paymentIntentId === null || paymentIntentId === row.paymentId;
}

/** Other columns, nothing for the ledger. */
export function changed(
  purchase: Purchase,
  columns: Partial<PurchaseRow>,
  reason: string,
  at: Date,
): AppliedUpdate {
  return {
    purchase: withRow(purchase, columns, at),
    result: { status: "processed", reason },
    commands: [],
  };
}

/** Nothing new. */
export function unchanged(
  purchase: Purchase,
  status: ProcessingResult["status"],
  reason: string,
): AppliedUpdate {
  return { purchase, result: { status, reason }, commands: [] };
}

export function withRow(purchase: Purchase, columns: Partial<PurchaseRow>, at: Date): Purchase {
  return { ...purchase, row: { ...purchase.row, ...columns, updatedAt: at } };
}
