import { index, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { isOneOf, minor, timestamp } from "./types";

/** https://docs.stripe.com/api/disputes/object#dispute_object-status */
export const disputeStatus = pgEnum("dispute_status", [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "lost",
  "appeal_needs_response",
  "appeal_under_review",
  "won",
  "prevented",
]);

/** Of a dispute that waits for our answer. */
export const DISPUTES_TO_ANSWER = ["needs_response", "warning_needs_response"] as const;
/** Of a dispute that the bank has not decided. */
export const OPEN_DISPUTES = [
  "warning_needs_response",
  "warning_under_review",
  "needs_response",
  "under_review",
  "appeal_needs_response",
  "appeal_under_review",
] as const;

/** A dispute as far as it is known; its status never goes back to an earlier one. */
export const paymentDisputes = pgTable(
  "payment_disputes",
  {
    accountId: uuid("account_id").notNull(),
    id: text("id").notNull(),
    purchaseId: uuid("purchase_id").notNull(),
    /** The payment intent that it is of; null where Stripe names none. */
    paymentId: text("payment_id"),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    /** When Stripe said this amount: it can change, and the latest one counts. */
    amountAsOf: timestamp("amount_as_of").notNull(),
    /** What the dispute's balance transactions took, and gave back, in the balance's currency. */
    withdrawnMinor: minor("withdrawn_minor").notNull(),
    reinstatedMinor: minor("reinstated_minor").notNull(),
    /** By when the bank wants an answer; null where none is possible. */
    respondBy: timestamp("respond_by"),
    status: disputeStatus("status").notNull(),
    reason: text("reason"),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("payment_disputes_by_purchase").on(table.accountId, table.purchaseId),
    index("payment_disputes_to_answer")
      .on(table.id)
      .where(isOneOf(table.status, DISPUTES_TO_ANSWER)),
    // Reconciliation asks for these, whatever their age.
    index("payment_disputes_open").on(table.id).where(isOneOf(table.status, OPEN_DISPUTES)),
    // Read backwards by the list of disputes.
    index("payment_disputes_by_time").on(table.createdAt, table.id),
  ],
);
