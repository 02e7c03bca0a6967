import { Scale } from "lucide-react";
import Link from "next/link";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { DisputeDetails } from "@/lib/disputes/list-disputes";
import { MoneyAmount } from "./amount";
import { DisputeBadge, formatDisputeReason } from "./dispute-badge";

interface Props {
  readonly disputes: readonly DisputeDetails[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Disputes, newest first; each leads to its page with the evidence. */
export function DisputesTable({ disputes, unfilteredHref }: Props) {
  if (disputes.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={Scale} what="disputes" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={Scale} title="No disputes yet">
        A payment that a customer disputes at their bank is listed here, with the date by which the
        bank wants an answer.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Disputes">
      <thead>
        <tr>
          <Th>Opened</Th>
          <Th>Customer</Th>
          <Th>Reason</Th>
          <Th className="text-right">Amount</Th>
          <Th>Respond by</Th>
          <Th>Status</Th>
        </tr>
      </thead>
      <tbody>
        {disputes.map(({ dispute, purchase, email }) => (
          <Tr key={dispute.id}>
            <Td place="second" className="text-muted-foreground">
              <Timestamp at={dispute.createdAt} as="day" />
            </Td>
            <Td place="first">
              <Link
                href={`/admin/credits/disputes/${dispute.id}`}
                className="font-medium text-accent hover:underline"
              >
                {email ?? "Deleted user"}
              </Link>
              <p className="text-muted-foreground">{purchase.packName}</p>
            </Td>
            <Td place="dropped">{formatDisputeReason(dispute.reason)}</Td>
            <Td place="second-right" className="text-right">
              <MoneyAmount amountMinor={dispute.amountMinor} currency={dispute.currency} />
            </Td>
            <Td place="dropped">
              {dispute.respondBy ? <Timestamp at={dispute.respondBy} as="day" /> : "–"}
            </Td>
            <Td place="first-right">
              <DisputeBadge status={dispute.status} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
