import { Users } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { AccountRow } from "@/lib/customers/accounts";
import { Amount } from "./amount";

interface Props {
  readonly rows: readonly AccountRow[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Customers and their balances, for admins. */
export function AccountsTable({ rows, unfilteredHref }: Props) {
  if (rows.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={Users} what="customers" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={Users} title="No customers yet">
        Everybody who signs up is listed here.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Customers">
      <thead>
        <tr>
          <Th>Customer</Th>
          <Th className="text-right">Balance</Th>
          <Th className="text-right">Held</Th>
          <Th>Last active</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.accountId}>
            <Td place="first">
              <Link
                href={`/admin/credits/customers/${row.accountId}`}
                className="break-words font-medium text-accent hover:underline"
              >
                {row.email}
              </Link>
              <p className="flex items-center gap-2 text-muted-foreground">
                {row.name}
                {row.role === "admin" && <Badge tone="accent">Admin</Badge>}
                {row.deletedAt && <Badge>Deleted</Badge>}
              </p>
            </Td>
            <Td place="first-right" className="text-right font-medium">
              <Amount
                amount={row.balance}
                className={row.balance < 0n ? "text-negative" : undefined}
              />
            </Td>
            <Td place="dropped" className="text-right text-muted-foreground">
              <Amount amount={row.held} />
            </Td>
            <Td place="second" className="text-muted-foreground">
              <Timestamp at={row.activeAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
