import { Badge, type Tone } from "@/components/ui/badge";
import type { DeliveryRow } from "@/lib/billing/inbox/events";

const LABELS: Record<DeliveryRow["outcome"], { text: string; tone: Tone }> = {
  processed: { text: "Processed", tone: "positive" },
  duplicate: { text: "Duplicate", tone: "neutral" },
  ignored: { text: "Ignored", tone: "neutral" },
  unmatched: { text: "Unmatched", tone: "warning" },
  mismatch: { text: "Mismatch", tone: "warning" },
  failed: { text: "Failed", tone: "negative" },
};

export function EventBadge({ outcome }: { readonly outcome: DeliveryRow["outcome"] }) {
  const { text, tone } = LABELS[outcome];
  return <Badge tone={tone}>{text}</Badge>;
}
