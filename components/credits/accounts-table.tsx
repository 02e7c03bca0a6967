import { Users } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AccountRow } from "@/lib/customers/accounts";
import { Amount } from "./amount";

interface Props {
  readonly rows: readonly AccountRow[];
  readonly searched: boolean;
}

/** Everybody's balances, for admins. */
export function AccountsTable({ rows, searched }: Props) {
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={Users}
        title={searched ? "Nobody matches this search" : "Nobody has signed up yet"}
      >
        {searched ? "Search by a part of a name or e-mail, or by a whole account id." : undefined}
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Accounts">
      <thead>
        <tr>
          <Th>User</Th>
          <Th className="text-right">Balance</Th>
          <Th className="text-right">Reserved</Th>
          <Th>Last active</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.accountId}>
            <Td place="first">
              <Link
                href={`/admin/credits/accounts/${row.accountId}`}
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
              <Moment at={row.activeAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
