import { ReceiptText } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { paidMoney } from "@/lib/shared/paid-money";
import { Amount, MoneyAmount } from "./amount";
import { labelStatus, type Reader } from "./labels";

interface Props {
  readonly purchases: readonly PurchaseRow[];
  readonly reader: Reader;
  /** The customers by purchase, for lists of everybody's. */
  readonly customers?: ReadonlyMap<string, string | null>;
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Purchases, newest first; each leads to its page. */
export function PurchasesTable({ purchases, reader, customers, unfilteredHref }: Props) {
  if (purchases.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={ReceiptText} what="purchases" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={ReceiptText} title="No purchases yet">
        Packs that are bought are listed here, each with its receipt.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Purchases">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Pack</Th>
          {customers && <Th>Customer</Th>}
          <Th className="text-right">Credits</Th>
          <Th className="text-right">Price</Th>
          <Th>Status</Th>
        </tr>
      </thead>
      <tbody>
        {purchases.map((purchase) => (
          <Tr key={purchase.id}>
            <Td place="second" className="text-muted-foreground">
              <Timestamp at={purchase.createdAt} />
            </Td>
            <Td place="first">
              <Link
                href={`/admin/credits/purchases/${purchase.id}`}
                className="font-medium text-accent hover:underline"
              >
                {purchase.packName}
              </Link>
            </Td>
            {customers && (
              <Td place="last" className="break-all">
                <Link
                  href={`/admin/credits/customers/${purchase.accountId}`}
                  className="text-accent hover:underline"
                >
                  {customers.get(purchase.id) ?? "Deleted customer"}
                </Link>
              </Td>
            )}
            <Td place="dropped" className="text-right">
              <Amount amount={purchase.credits} />
            </Td>
            <Td place="first-right" className="text-right tabular-nums">
              <MoneyAmount {...paidMoney(purchase)} />
            </Td>
            <Td place="second-right">
              <StatusBadge status={purchase.status} reader={reader} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

interface StatusProps {
  readonly status: PurchaseRow["status"];
  readonly reader: Reader;
}

export function StatusBadge({ status, reader }: StatusProps) {
  const { text, tone } = labelStatus(status, reader);
  return <Badge tone={tone}>{text}</Badge>;
}
