import type { Tone } from "@/components/ui/badge";
import type { EntryKind } from "@/lib/ledger/state";
import type { PurchaseStatus } from "@/lib/purchases/list-purchases";

/** How a purchase's status reads to a person. */
export const STATUS_LABELS: Record<PurchaseStatus, { text: string; tone: Tone }> = {
  pending: { text: "Not paid yet", tone: "neutral" },
  processing: { text: "Payment on its way", tone: "warning" },
  completed: { text: "Completed", tone: "positive" },
  failed: { text: "Failed", tone: "negative" },
  expired: { text: "Expired", tone: "neutral" },
  partially_refunded: { text: "Partly refunded", tone: "accent" },
  refunded: { text: "Refunded", tone: "accent" },
  dispute_lost: { text: "Dispute lost", tone: "negative" },
  in_review: { text: "Being looked into", tone: "warning" },
  disputed: { text: "Disputed", tone: "negative" },
};

/** How a movement reads to a person. */
export const KIND_LABELS: Record<EntryKind, string> = {
  purchase: "Purchase",
  grant: "Grant",
  spend: "Spent",
  spend_reversal: "Spending undone",
  refund: "Refund",
  refund_reversal: "Refund undone",
  dispute: "Dispute",
  dispute_reversal: "Dispute won",
  expiry: "Expired",
  adjustment: "Adjustment",
  hold: "Held",
  capture: "Captured",
  release: "Released",
  hold_expiry: "Hold expired",
  transfer: "Transfer",
};
