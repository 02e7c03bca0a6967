import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { Activity } from "@/lib/reports/search-activity";
import { Amount, SignedAmount } from "./amount";
import { KindIcon } from "./kind-icon";
import { labelKind } from "./labels";

interface Props {
  readonly entries: readonly Activity[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Activity of an account, newest first, as its owner sees it. */
export function EntriesTable({ entries, unfilteredHref }: Props) {
  if (entries.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={ArrowLeftRight} what="activity entries" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={ArrowLeftRight} title="No activity yet">
        Everything that adds or uses credits is listed here.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Activity">
      <thead>
        <tr>
          <Th>What</Th>
          <Th>When</Th>
          <Th className="text-right">Credits</Th>
          <Th className="text-right">Balance</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Tr key={entry.seq}>
            <Td place="first">
              <div className="flex items-center gap-3">
                <KindIcon kind={entry.kind} adds={entry.amount > 0n} />
                <div className="min-w-0">
                  <Link
                    href={`/admin/credits/history/${entry.seq}`}
                    className="font-medium hover:underline"
                  >
                    {labelKind(entry.kind, "buyer")}
                  </Link>
                  <Reason entry={entry} />
                </div>
              </div>
            </Td>
            <Td place="second" className="text-muted-foreground @max-2xl:pl-11">
              <Timestamp at={entry.createdAt} />
            </Td>
            <Td place="first-right" className="text-right">
              <SignedAmount amount={entry.amount} />
            </Td>
            <Td place="second-right" className="text-right text-muted-foreground">
              <Amount amount={entry.balanceAfter} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What an entry was for; an entry of a purchase leads to it, usage names its service and model. */
function Reason({ entry: { kind, reason, metadata, sourceId } }: { readonly entry: Activity }) {
  if (!metadata.purchase_id) {
    const uses = kind === "spend" ? [metadata.service ?? sourceId, metadata.model] : [];
    return (
      <p className="break-words text-muted-foreground">
        {[reason, ...uses.filter(Boolean)].join(" · ")}
      </p>
    );
  }
  return (
    <Link
      href={`/admin/credits/purchases/${metadata.purchase_id}` as "/"}
      className="break-words text-accent hover:underline"
    >
      {reason}
    </Link>
  );
}
