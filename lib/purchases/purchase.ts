import type { paymentDisputes, paymentRefunds, purchases } from "@/db/schema";
import type { Command } from "@/lib/ledger/commands";

export type PurchaseRow = typeof purchases.$inferSelect;
export type RefundRow = typeof paymentRefunds.$inferSelect;
export type DisputeRow = typeof paymentDisputes.$inferSelect;

/** An order with all that is known of its payment. `observe` returns the next, changing none. */
export interface Order {
  readonly row: PurchaseRow;
  readonly refunds: ReadonlyMap<string, RefundRow>;
  readonly disputes: ReadonlyMap<string, DisputeRow>;
  readonly personDeleted: boolean;
  readonly packActive: boolean;
}

/** What became of a fact. The sentence is logged, stored with the event, and shown to admins. */
export interface Verdict {
  readonly status: "processed" | "ignored" | "mismatch";
  readonly reason: string;
}

export interface Observed {
  readonly order: Order;
  readonly verdict: Verdict;
  /** For the ledger, in this order. */
  readonly commands: readonly Command[];
}

export function isPaid(row: PurchaseRow): boolean {
  return row.completedAt !== null;
}

/** The currency that is, or would be, paid in: the ordered one unless an admin accepted another. */
export function currencyOf(row: PurchaseRow): string {
  return row.acceptedCurrency ?? row.currency;
}

/**
 * Whether something about a payment is about the one that was credited. Until an order is paid any
 * may become that one.
 */
export function isOfPayment(row: PurchaseRow, paymentIntentId: string | null): boolean {
  return !isPaid(row) || paymentIntentId === null || paymentIntentId === row.paymentId;
}

/** Other columns, nothing for the ledger. */
export function changed(
  order: Order,
  columns: Partial<PurchaseRow>,
  reason: string,
  at: Date,
): Observed {
  return {
    order: withRow(order, columns, at),
    verdict: { status: "processed", reason },
    commands: [],
  };
}

/** Nothing new. */
export function unchanged(order: Order, status: Verdict["status"], reason: string): Observed {
  return { order, verdict: { status, reason }, commands: [] };
}

export function withRow(order: Order, columns: Partial<PurchaseRow>, at: Date): Order {
  return { ...order, row: { ...order.row, ...columns, updatedAt: at } };
}
