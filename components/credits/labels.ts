import type { Tone } from "@/components/ui/badge";
import type { EntryKind } from "@/lib/ledger/state";
import type { PurchaseStatus } from "@/lib/purchases/list-purchases";

/** Who reads: a dispute that the seller lost was won by the customer. */
export type Reader = "buyer" | "admin";

interface Label {
  readonly text: string;
  readonly tone: Tone;
}

const STATUS_LABELS: Record<PurchaseStatus, Label> = {
  pending: { text: "Not paid", tone: "neutral" },
  processing: { text: "Payment processing", tone: "warning" },
  completed: { text: "Completed", tone: "positive" },
  failed: { text: "Failed", tone: "negative" },
  expired: { text: "Expired", tone: "neutral" },
  partially_refunded: { text: "Partly refunded", tone: "accent" },
  refunded: { text: "Refunded", tone: "accent" },
  dispute_lost: { text: "Dispute lost", tone: "negative" },
  in_review: { text: "Under review", tone: "warning" },
  disputed: { text: "Disputed", tone: "warning" },
};

const BUYER_STATUS_LABELS: Partial<Record<PurchaseStatus, Label>> = {
  dispute_lost: { text: "Returned by your bank", tone: "accent" },
};

/** How a purchase's status reads. */
export function labelStatus(status: PurchaseStatus, reader: Reader): Label {
  return (reader === "buyer" && BUYER_STATUS_LABELS[status]) || STATUS_LABELS[status];
}

const EXPLANATIONS: Partial<Record<PurchaseStatus, Record<Reader, string>>> = {
  disputed: {
    buyer:
      "Your bank has withdrawn this payment while it decides the dispute. Its credits are removed until then.",
    admin:
      "The bank has withdrawn this payment while it decides the dispute. Its credits are removed until then.",
  },
  dispute_lost: {
    buyer:
      "Your bank decided the dispute in your favor and returned the payment, so its credits were removed.",
    admin:
      "The bank decided the dispute for the customer and returned the payment. Its credits were removed.",
  },
};

/** What a status means for this reader, as a sentence; undefined when the label says it all. */
export function explainStatus(
  purchase: { readonly status: PurchaseStatus; readonly statusReason: string | null },
  reader: Reader,
): string | undefined {
  return EXPLANATIONS[purchase.status]?.[reader] ?? purchase.statusReason ?? undefined;
}

type AnyKind = EntryKind | "hold" | "capture" | "release" | "hold_expiry" | "transfer";

const KIND_LABELS: Record<AnyKind, string> = {
  purchase: "Purchase",
  grant: "Grant",
  spend: "Usage",
  spend_reversal: "Usage reversed",
  refund: "Refund",
  refund_reversal: "Refund reversed",
  dispute: "Dispute",
  dispute_reversal: "Dispute won",
  expiry: "Expired",
  adjustment: "Adjustment",
  hold: "Hold",
  capture: "Hold captured",
  release: "Hold released",
  hold_expiry: "Hold expired",
  transfer: "Transfer",
};

/** How an entry of the ledger reads. */
export function labelKind(kind: AnyKind, reader: Reader): string {
  if (kind === "dispute_reversal" && reader === "buyer") return "Dispute closed";
  return KIND_LABELS[kind];
}
