import { ExternalLink } from "lucide-react";
import { Facts } from "@/components/facts";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Moment } from "@/components/ui/moment";
import type { PurchaseRow } from "@/lib/billing/order";
import { fromMicro, sumCredits } from "@/lib/credits";
import type { Lot } from "@/lib/ledger/state";
import { formatMoney } from "@/lib/money";
import { Amount } from "./amount";
import { StatusBadge } from "./purchases-table";

interface Props {
  readonly purchase: PurchaseRow;
  /** The lots its payment made. */
  readonly lots: readonly Lot[];
}

/** What was ordered, paid and credited, and what came back of it. */
export function Receipt({ purchase, lots }: Props) {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: purchase.currency });
  const granted = sumCredits(lots.map((lot) => lot.granted));
  const remaining = sumCredits(lots.map((lot) => lot.remaining));
  return (
    <div className="grid max-w-2xl gap-4">
      {purchase.statusReason && (
        <Alert
          tone={purchase.status === "failed" || purchase.status === "disputed" ? "warning" : "info"}
        >
          {purchase.statusReason}
        </Alert>
      )}
      <Card className="px-5 py-2">
        <Facts
          facts={[
            ["Status", <StatusBadge key="status" status={purchase.status} />],
            ["Ordered", <Moment key="ordered" at={purchase.createdAt} />],
            ...(purchase.completedAt
              ? [["Paid and credited", <Moment key="paid" at={purchase.completedAt} />] as const]
              : []),
            ["Pack", purchase.packName],
            ["Credits", <Amount key="credits" amount={purchase.credits} />],
            ["Price", money(purchase.amountMinor)],
            ...(purchase.taxMinor ? [["Tax", money(purchase.taxMinor)] as const] : []),
            ...(purchase.paidMinor !== null
              ? [["Total paid", <b key="total">{money(purchase.paidMinor)}</b>] as const]
              : []),
            ...(purchase.refundedMinor > 0
              ? [["Refunded", money(purchase.refundedMinor)] as const]
              : []),
            ...(purchase.disputedMinor > 0
              ? [["Held by the bank", money(purchase.disputedMinor)] as const]
              : []),
            ...(lots.length > 0
              ? [
                  [
                    "Used of these credits",
                    <Amount key="used" amount={fromMicro(granted - remaining)} />,
                  ] as const,
                  ["Left of these credits", <Amount key="left" amount={remaining} />] as const,
                ]
              : []),
            [
              "Order number",
              <code key="id" className="text-xs">
                {purchase.id}
              </code>,
            ],
            ...(purchase.paymentId
              ? [
                  [
                    "Payment",
                    <code key="payment" className="text-xs">
                      {purchase.paymentId}
                    </code>,
                  ] as const,
                ]
              : []),
          ]}
        />
      </Card>
      {purchase.receiptUrl && (
        <a
          href={purchase.receiptUrl}
          target="_blank"
          rel="noreferrer"
          className="no-print inline-flex w-fit items-center gap-1.5 font-medium text-accent hover:underline"
        >
          Stripe’s receipt <ExternalLink aria-hidden className="size-4" />
        </a>
      )}
    </div>
  );
}
