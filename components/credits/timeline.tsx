import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Moment } from "@/components/ui/moment";
import type { Entry } from "@/lib/ledger/state";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { cn } from "@/lib/shared/cn";
import { type Credits, formatCredits, fromMicro } from "@/lib/shared/credits";

interface Step {
  readonly at: Date;
  readonly title: string;
  readonly text: string;
  readonly tone?: "positive" | "negative";
}

/** What became of an order, in words, from the click to the last refund. */
export function Timeline({
  purchase,
  entries,
}: {
  readonly purchase: PurchaseRow;
  readonly entries: readonly Entry[];
}) {
  return (
    <Card aria-labelledby="timeline-title">
      <CardHeader>
        <CardTitle id="timeline-title">What happened</CardTitle>
      </CardHeader>
      <CardContent>
        <ol className="ml-1 border-l">
          {listSteps(purchase, entries).map((step) => (
            <li key={`${step.at.getTime()} ${step.title}`} className="relative pb-5 pl-5 last:pb-0">
              <Dot tone={step.tone} />
              <p className="font-medium">{step.title}</p>
              <p className="text-muted-foreground">{step.text}</p>
              <p className="text-muted-foreground text-xs">
                <Moment at={step.at} />
              </p>
            </li>
          ))}
        </ol>
      </CardContent>
    </Card>
  );
}

function Dot({ tone }: { readonly tone: Step["tone"] }) {
  return (
    <span
      aria-hidden
      className={cn(
        "absolute top-1.5 -left-1.25 size-2.5 rounded-full bg-input ring-4 ring-surface",
        tone === "positive" && "bg-positive",
        tone === "negative" && "bg-negative",
      )}
    />
  );
}

function listSteps(purchase: PurchaseRow, entries: readonly Entry[]): Step[] {
  const ordered: Step = {
    at: purchase.createdAt,
    title: "Ordered",
    text: `${purchase.packName} was put in the order, and the checkout page opened.`,
  };
  const moved = entries.map((entry) => ({ at: entry.createdAt, ...describe(entry) }));
  return purchase.completedAt
    ? [ordered, ...moved, ...lost(purchase)]
    : [ordered, ...unpaid(purchase)];
}

/** Nothing moves when a dispute is lost: it was all taken when it began. */
function lost({ status, statusReason, updatedAt }: PurchaseRow): Step[] {
  if (status !== "dispute_lost") return [];
  return [{ at: updatedAt, title: "Dispute lost", text: statusReason ?? "", tone: "negative" }];
}

function unpaid({ status, statusReason, updatedAt }: PurchaseRow): Step[] {
  const text = statusReason ?? "";
  switch (status) {
    case "processing":
      return [{ at: updatedAt, title: "Payment on its way", text }];
    case "expired":
      return [{ at: updatedAt, title: "Expired", text }];
    case "in_review":
      return [{ at: updatedAt, title: "Payment arrived, being looked into", text }];
    case "failed":
      return [{ at: updatedAt, title: "Payment failed", text, tone: "negative" }];
    default:
      return [];
  }
}

function describe({ kind, amount }: Entry): Omit<Step, "at"> {
  const credits = words(amount);
  switch (kind) {
    case "purchase":
      return {
        title: "Paid",
        text: `The payment was confirmed, and ${credits} were added.`,
        tone: "positive",
      };
    case "refund":
      return { title: "Refunded", text: `Money went back, and ${credits} were taken back.` };
    case "refund_reversal":
      return { title: "Refund failed", text: `${credits} came back.`, tone: "positive" };
    case "dispute":
      return {
        title: "Disputed at the bank",
        text: `The bank holds the money, and ${credits} were taken back.`,
        tone: "negative",
      };
    case "dispute_reversal":
      return { title: "Dispute ended", text: `${credits} came back.`, tone: "positive" };
    default:
      return { title: "Corrected", text: `${credits} were moved.` };
  }
}

function words(amount: Credits): string {
  return `${formatCredits(fromMicro(amount < 0n ? -amount : amount))} credits`;
}
