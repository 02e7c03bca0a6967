import type { ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import type { Entry } from "@/lib/ledger/state";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { cn } from "@/lib/shared/cn";
import { fromMicro } from "@/lib/shared/credits";
import { Amount } from "./amount";
import { explainStatus, labelKind, labelStatus, type Reader } from "./labels";

interface Step {
  readonly at: Date;
  readonly title: string;
  readonly text: ReactNode;
  readonly tone?: "positive" | "negative";
}

interface Props {
  readonly purchase: PurchaseRow;
  readonly entries: readonly Entry[];
  readonly reader: Reader;
}

/** What happened to a purchase, from the click to the last refund. */
export function Timeline({ purchase, entries, reader }: Props) {
  return (
    <Card aria-labelledby="timeline-title">
      <CardHeader>
        <CardTitle id="timeline-title">What happened</CardTitle>
      </CardHeader>
      <CardContent>
        <ol className="ml-1 border-l">
          {listSteps(purchase, entries, reader).map((step) => (
            <li key={`${step.at.getTime()} ${step.title}`} className="relative pb-5 pl-5 last:pb-0">
              <Dot tone={step.tone} />
              <p className="font-medium">{step.title}</p>
              <p className="text-muted-foreground">{step.text}</p>
              <p className="text-muted-foreground text-xs">
                <Timestamp at={step.at} />
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
        "absolute top-1.5 -left-1.25 size-2.5 rounded-full ring-4 ring-surface",
        tone === undefined && "bg-input",
        tone === "positive" && "bg-positive",
        tone === "negative" && "bg-negative",
      )}
    />
  );
}

function listSteps(purchase: PurchaseRow, entries: readonly Entry[], reader: Reader): Step[] {
  const started: Step = {
    at: purchase.createdAt,
    title: "Checkout started",
    text: `The checkout page for ${purchase.packName} was opened.`,
  };
  const moved = entries.map((entry) => ({ at: entry.createdAt, ...describe(entry, reader) }));
  const last = isLastStep(purchase) ? [statusStep(purchase, reader)] : [];
  return [started, ...moved, ...last];
}

/** No entry tells of these: nothing was paid yet, or it was all removed when the dispute began. */
function isLastStep({ status, completedAt }: PurchaseRow): boolean {
  return status === "dispute_lost" || (completedAt === null && status !== "pending");
}

function statusStep(purchase: PurchaseRow, reader: Reader): Step {
  const { text, tone } = labelStatus(purchase.status, reader);
  return {
    at: purchase.updatedAt,
    title: text,
    text: explainStatus(purchase, reader),
    tone: tone === "negative" ? "negative" : undefined,
  };
}

function describe({ kind, amount }: Entry, reader: Reader): Omit<Step, "at"> {
  const credits = (
    <>
      <Amount amount={fromMicro(amount < 0n ? -amount : amount)} /> credits
    </>
  );
  const title = labelKind(kind, reader);
  switch (kind) {
    case "purchase":
      return {
        title: "Paid",
        text: <>Stripe confirmed the payment; {credits} added.</>,
        tone: "positive",
      };
    case "refund":
      return { title: "Refunded", text: <>{credits} removed.</> };
    case "refund_reversal":
      return {
        title: "Refund failed",
        text: <>The money was not returned; {credits} added back.</>,
      };
    case "dispute":
      return {
        title: "Disputed at the bank",
        text: <>The bank withdrew the payment; {credits} removed.</>,
        tone: "negative",
      };
    case "dispute_reversal":
      return { title, text: <>{credits} added back.</>, tone: "positive" };
    default:
      return { title, text: <>{credits} moved.</> };
  }
}
