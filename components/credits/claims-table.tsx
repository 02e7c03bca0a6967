import { TicketPercent } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { ClaimRow } from "@/lib/campaigns/list-campaigns";

/** Who claimed a campaign, newest first. */
export function ClaimsTable({ claims }: { readonly claims: readonly ClaimRow[] }) {
  if (claims.length === 0) {
    return (
      <EmptyState icon={TicketPercent} title="No claims yet">
        Customers enter the code on their credits page.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Claims">
      <thead>
        <tr>
          <Th>Customer</Th>
          <Th>Claim</Th>
          <Th>Time</Th>
        </tr>
      </thead>
      <tbody>
        {claims.map(({ accountId, number, email, name, claimedAt }) => (
          <Tr key={`${accountId}-${number}`}>
            <Td place="first">
              <Link
                href={`/admin/credits/customers/${accountId}`}
                className="font-medium text-accent hover:underline"
              >
                {email ?? name ?? "Deleted user"}
              </Link>
            </Td>
            <Td place="second" className="text-muted-foreground">
              {number}
            </Td>
            <Td place="first-right" className="text-muted-foreground">
              <Timestamp at={claimedAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
