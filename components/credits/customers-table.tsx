import { Users } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { CustomerRow } from "@/lib/customers/search-customers";
import { Amount } from "./amount";

interface Props {
  readonly customers: readonly CustomerRow[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Customers and their balances, for admins. */
export function CustomersTable({ customers, unfilteredHref }: Props) {
  if (customers.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={Users} what="customers" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={Users} title="No customers yet">
        Everybody who signs up, or is added through the API, is listed here.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Customers">
      <thead>
        <tr>
          <Th>Customer</Th>
          <Th>External id</Th>
          <Th className="text-right">Balance</Th>
          <Th className="text-right">Held</Th>
          <Th>Since</Th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <Tr key={customer.cursor}>
            <Td place="first">
              <Link
                href={`/admin/credits/customers/${customer.accountId}`}
                className="break-words font-medium text-accent hover:underline"
              >
                {customer.email ?? customer.name ?? customer.externalId}
              </Link>
              <p className="flex items-center gap-2 text-muted-foreground">
                {customer.email && customer.name}
                {customer.role && customer.role !== "buyer" && (
                  <Badge tone="accent">{customer.role}</Badge>
                )}
                {customer.deletedAt && <Badge>Deleted</Badge>}
              </p>
            </Td>
            <Td place="dropped" className="break-all text-muted-foreground">
              {customer.externalId ?? "–"}
            </Td>
            <Td place="first-right" className="text-right font-medium">
              <Amount
                amount={customer.balance}
                className={customer.balance < 0n ? "text-negative" : undefined}
              />
            </Td>
            <Td place="dropped" className="text-right text-muted-foreground">
              <Amount amount={customer.held} />
            </Td>
            <Td place="second" className="text-muted-foreground">
              <Timestamp at={customer.createdAt} as="day" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
