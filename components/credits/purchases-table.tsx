import { ReceiptText } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { formatMoney } from "@/lib/shared/money";
import { Amount } from "./amount";
import { STATUS_LABELS } from "./labels";

interface Props {
  readonly purchases: readonly PurchaseRow[];
  /** Only some were asked for. */
  readonly filtered?: boolean;
}

/** Purchases, newest first; each leads to its receipt. */
export function PurchasesTable({ purchases, filtered = false }: Props) {
  if (purchases.length === 0) {
    return filtered ? (
      <EmptyState icon={ReceiptText} title="No such purchases">
        There are none with this status.
      </EmptyState>
    ) : (
      <EmptyState icon={ReceiptText} title="No purchases yet">
        Packs you buy will be listed here, each with its receipt.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Purchases">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Pack</Th>
          <Th className="text-right">Credits</Th>
          <Th className="text-right">Price</Th>
          <Th>Status</Th>
        </tr>
      </thead>
      <tbody>
        {purchases.map((purchase) => (
          <Tr key={purchase.id}>
            <Td place="second" className="text-muted-foreground">
              <Moment at={purchase.createdAt} />
            </Td>
            <Td place="first">
              <Link
                href={`/admin/credits/purchases/${purchase.id}`}
                className="font-medium text-accent hover:underline"
              >
                {purchase.packName}
              </Link>
            </Td>
            <Td place="dropped" className="text-right">
              <Amount amount={purchase.credits} />
            </Td>
            <Td place="first-right" className="text-right tabular-nums">
              {formatMoney({
                amountMinor: purchase.paidMinor ?? purchase.amountMinor,
                currency: purchase.currency,
              })}
            </Td>
            <Td place="second-right">
              <StatusBadge status={purchase.status} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

export function StatusBadge({ status }: { readonly status: PurchaseRow["status"] }) {
  const { text, tone } = STATUS_LABELS[status];
  return <Badge tone={tone}>{text}</Badge>;
}
