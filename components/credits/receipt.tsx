import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { DescriptionList } from "@/components/facts";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Code } from "@/components/ui/code";
import { Moment } from "@/components/ui/moment";
import type { Entry, Lot } from "@/lib/ledger/state";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { formatCredits, fromMicro, sumCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import { Amount } from "./amount";
import { StatusBadge } from "./purchases-table";

/** What a buyer should read, and not only may. */
const WARNING: ReadonlySet<PurchaseRow["status"]> = new Set([
  "failed",
  "in_review",
  "disputed",
  "dispute_lost",
]);

interface Props {
  readonly purchase: PurchaseRow;
  /** The lots its payment made. */
  readonly lots: readonly Lot[];
  /** What its payment moved. */
  readonly entries: readonly Entry[];
  readonly buyer: { readonly name: string; readonly email: string } | undefined;
  /** The page of the buyer's account, for who may see it. */
  readonly accountHref: string | undefined;
}

type PaymentUpdate = readonly [label: string, value: ReactNode];

/** What was ordered, paid and credited, and what came back of it. */
export function Receipt({ purchase, lots, entries, buyer, accountHref }: Props) {
  const { status, statusReason, paidMinor } = purchase;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: purchase.currency });
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-4 border-b p-5">
        <div className="grid gap-1">
          <p className="font-semibold text-3xl tabular-nums tracking-tight">
            {money(paidMinor ?? purchase.amountMinor)}
          </p>
          <p className="text-muted-foreground">
            {purchase.packName}, {formatCredits(purchase.credits)} credits
          </p>
        </div>
        <StatusBadge status={status} />
      </div>
      {statusReason && (
        <div className="px-5 pt-4">
          <Alert tone={WARNING.has(status) ? "warning" : "info"}>{statusReason}</Alert>
        </div>
      )}
      <div className="px-5 py-2">
        <DescriptionList
          updates={[
            ["Price", money(purchase.amountMinor)],
            ...paymentUpdates(purchase, money),
            ...creditFacts(purchase, lots, entries),
            ...(buyer
              ? [["Bought by", <Buyer key="buyer" buyer={buyer} href={accountHref} />] as const]
              : []),
            ["Ordered", <Moment key="ordered" at={purchase.createdAt} />],
            ["Order number", <Code key="id" label="Copy the order number" text={purchase.id} />],
            ...(purchase.paymentId
              ? [
                  [
                    "Payment",
                    <Code key="payment" label="Copy the payment’s id" text={purchase.paymentId} />,
                  ] as const,
                ]
              : []),
          ]}
        />
      </div>
      {purchase.receiptUrl && (
        <div className="print:hidden border-t px-5 py-3">
          <a
            href={purchase.receiptUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 font-medium text-accent hover:underline"
          >
            Stripe’s receipt <ExternalLink aria-hidden className="size-4" />
          </a>
        </div>
      )}
    </Card>
  );
}

function Buyer({
  buyer: { name, email },
  href,
}: {
  readonly buyer: { readonly name: string; readonly email: string };
  readonly href: string | undefined;
}) {
  const text = `${name}, ${email}`;
  if (href === undefined) return text;
  return (
    <Link href={href as "/"} className="text-accent hover:underline">
      {text}
    </Link>
  );
}

function paymentUpdates(
  purchase: PurchaseRow,
  money: (amountMinor: number) => string,
): PaymentUpdate[] {
  const { paidMinor, taxMinor, refundedMinor, disputedMinor } = purchase;
  const updates: PaymentUpdate[] = [];
  if (taxMinor) updates.push(["Tax", money(taxMinor)]);
  if (paidMinor !== null) updates.push(["Total paid", <b key="total">{money(paidMinor)}</b>]);
  if (refundedMinor > 0) updates.push(["Refunded", money(refundedMinor)]);
  if (disputedMinor > 0) {
    const what = purchase.status === "dispute_lost" ? "Returned by the bank" : "Held by the bank";
    updates.push([what, money(disputedMinor)]);
  }
  return updates;
}

function creditFacts(
  purchase: PurchaseRow,
  lots: readonly Lot[],
  entries: readonly Entry[],
): PaymentUpdate[] {
  if (entries.length === 0) return [];
  const kept = sumCredits(entries.map((entry) => entry.amount));
  const left = sumCredits(lots.map((lot) => lot.remaining));
  const takenBack = fromMicro(purchase.credits - kept);
  return [
    ["Credits", <Amount key="credits" amount={purchase.credits} />],
    ...(takenBack > 0n
      ? [["Credits taken back", <Amount key="back" amount={takenBack} />] as const]
      : []),
    ["Left of these credits", <Amount key="left" amount={left} />],
  ];
}
