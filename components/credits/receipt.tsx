import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { DescriptionList } from "@/components/description-list";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Code } from "@/components/ui/code";
import { Timestamp } from "@/components/ui/timestamp";
import type { Entry, Lot } from "@/lib/ledger/state";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { fromMicro, sumCredits } from "@/lib/shared/credits";
import { paidMoney } from "@/lib/shared/paid-money";
import { Amount, MoneyAmount } from "./amount";
import { explainStatus, type Reader } from "./labels";
import { StatusBadge } from "./purchases-table";

/** What must not be missed, and not only may be read. */
const WARNING: ReadonlySet<PurchaseRow["status"]> = new Set(["failed", "in_review", "disputed"]);

interface Props {
  readonly purchase: PurchaseRow;
  /** The lots that its payment made. */
  readonly lots: readonly Lot[];
  /** The entries of its payment. */
  readonly entries: readonly Entry[];
  readonly customer: { readonly name: string; readonly email: string } | undefined;
  /** The customer's page, for readers who may see it. */
  readonly customerHref: string | undefined;
  /** How it was paid, where that is known. */
  readonly method: string | undefined;
  /** The number of its accounting document, once it has one. */
  readonly receiptNumber: string | undefined;
  readonly reader: Reader;
}

type Item = readonly [label: string, value: ReactNode];

/** What was bought, paid and credited, and what was reversed. */
export function Receipt(props: Props) {
  const { purchase, lots, entries, customer, customerHref, method, receiptNumber, reader } = props;
  const { status } = purchase;
  const paid = paidMoney(purchase);
  const explanation = explainStatus(purchase, reader);
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-4 border-b p-5">
        <div className="grid gap-1">
          <p className="font-semibold text-3xl tabular-nums tracking-tight">
            <MoneyAmount {...paid} />
          </p>
          <p className="text-muted-foreground">
            {purchase.packName}, <Amount amount={purchase.credits} /> credits
          </p>
        </div>
        <StatusBadge status={status} reader={reader} />
      </div>
      {explanation && (
        <div className="px-5 pt-4">
          <Alert tone={WARNING.has(status) ? "warning" : "info"}>{explanation}</Alert>
        </div>
      )}
      <div className="px-5 py-2">
        <DescriptionList
          items={[
            [
              "Price",
              <MoneyAmount
                key="price"
                amountMinor={purchase.amountMinor}
                currency={purchase.currency}
              />,
            ],
            ...paymentItems(purchase, paid.currency),
            ...creditItems(purchase, lots, entries),
            ...(customer
              ? [
                  [
                    "Bought by",
                    <Customer key="customer" customer={customer} href={customerHref} />,
                  ] as const,
                ]
              : []),
            ["Started", <Timestamp key="started" at={purchase.createdAt} as="full" />],
            ...(purchase.completedAt
              ? [["Paid", <Timestamp key="paid" at={purchase.completedAt} as="full" />] as const]
              : []),
            ...(method ? [["Payment method", method] as const] : []),
            ...(receiptNumber ? [["Receipt number", receiptNumber] as const] : []),
            [
              "Purchase number",
              <Code key="id" label="Copy the purchase number" text={purchase.id} />,
            ],
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
        <div className="border-t px-5 py-3 print:hidden">
          <a
            href={purchase.receiptUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 py-1 font-medium text-accent hover:underline"
          >
            Stripe’s receipt <ExternalLink aria-hidden className="size-4" />
          </a>
        </div>
      )}
    </Card>
  );
}

function Customer({
  customer: { name, email },
  href,
}: {
  readonly customer: { readonly name: string; readonly email: string };
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

function paymentItems(purchase: PurchaseRow, currency: string): Item[] {
  const { paidMinor, taxMinor, refundedMinor, disputedMinor, status } = purchase;
  const money = (amountMinor: number) => (
    <MoneyAmount amountMinor={amountMinor} currency={currency} />
  );
  const items: Item[] = [];
  if (taxMinor) items.push(["Tax", money(taxMinor)]);
  if (paidMinor !== null) items.push(["Total paid", <b key="total">{money(paidMinor)}</b>]);
  if (refundedMinor > 0) items.push(["Refunded", money(refundedMinor)]);
  if (disputedMinor > 0) {
    const label = status === "dispute_lost" ? "Returned by the bank" : "Withdrawn by the bank";
    items.push([label, money(disputedMinor)]);
  }
  return items;
}

function creditItems(
  purchase: PurchaseRow,
  lots: readonly Lot[],
  entries: readonly Entry[],
): Item[] {
  if (entries.length === 0) return [];
  const kept = sumCredits(entries.map((entry) => entry.amount));
  const left = sumCredits(lots.map((lot) => lot.remaining));
  const removed = fromMicro(purchase.credits - kept);
  return [
    ["Credits", <Amount key="credits" amount={purchase.credits} />],
    ...(removed > 0n
      ? [["Credits removed", <Amount key="removed" amount={removed} />] as const]
      : []),
    ["Left of these credits", <Amount key="left" amount={left} />],
  ];
}
