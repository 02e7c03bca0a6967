import { Badge, type Tone } from "@/components/ui/badge";
import type { DisputeStatus } from "@/lib/purchases/payment-updates";

const LABELS: Record<DisputeStatus, { text: string; tone: Tone }> = {
  warning_needs_response: { text: "Inquiry needs a response", tone: "warning" },
  warning_under_review: { text: "Inquiry under review", tone: "neutral" },
  warning_closed: { text: "Inquiry closed", tone: "neutral" },
  needs_response: { text: "Needs a response", tone: "warning" },
  under_review: { text: "Under review", tone: "neutral" },
  appeal_needs_response: { text: "Appeal needs a response", tone: "warning" },
  appeal_under_review: { text: "Appeal under review", tone: "neutral" },
  won: { text: "Won", tone: "positive" },
  lost: { text: "Lost", tone: "negative" },
  prevented: { text: "Prevented", tone: "neutral" },
};

/** Where a dispute stands, for an admin. */
export function DisputeBadge({ status }: { readonly status: DisputeStatus }) {
  const { text, tone } = LABELS[status];
  return <Badge tone={tone}>{text}</Badge>;
}

/** The bank's reason, such as "product_not_received", as words. */
export function formatDisputeReason(reason: string | null): string {
  const words = (reason ?? "not given").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
