import { ArrowLeftRight } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Entry } from "@/lib/ledger/state";
import { Amount, Movement } from "./amount";
import { KIND_LABELS } from "./labels";

/** Movements of an account, newest first, as their owner sees them. */
export function EntriesTable({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) {
    return (
      <EmptyState icon={ArrowLeftRight} title="No movements yet">
        Whatever adds or takes credits will be listed here.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Movements">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What</Th>
          <Th className="text-right">Credits</Th>
          <Th className="text-right">Balance</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Tr key={entry.seq}>
            <Td className="text-muted-foreground">
              <Moment at={entry.createdAt} />
            </Td>
            <Td>
              <p className="font-medium">{KIND_LABELS[entry.kind]}</p>
              <p className="text-muted-foreground">{entry.reason}</p>
            </Td>
            <Td className="text-right">
              <Movement amount={entry.amount} />
            </Td>
            <Td className="text-right">
              <Amount amount={entry.balanceAfter} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
