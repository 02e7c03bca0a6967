import { Badge, type Tone } from "@/components/ui/badge";
import type { DeliveryRow, EventStatus } from "@/lib/webhooks/list-events";

/** What became of an event, or of one delivery of it. */
type Outcome = EventStatus | DeliveryRow["outcome"];

const LABELS: Record<Outcome, { text: string; tone: Tone }> = {
  processed: { text: "Processed", tone: "positive" },
  duplicate: { text: "Duplicate", tone: "neutral" },
  ignored: { text: "Ignored", tone: "neutral" },
  unmatched: { text: "Unmatched", tone: "warning" },
  mismatch: { text: "Mismatch", tone: "warning" },
  failed: { text: "Failed", tone: "negative" },
  dismissed: { text: "Dismissed", tone: "neutral" },
};

export function EventBadge({ outcome }: { readonly outcome: Outcome }) {
  const { text, tone } = LABELS[outcome];
  return <Badge tone={tone}>{text}</Badge>;
}
