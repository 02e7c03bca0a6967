import { ArrowLeftRight } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Entry } from "@/lib/ledger/state";
import { Amount, Movement } from "./amount";
import { KindIcon } from "./kind-icon";
import { KIND_LABELS } from "./labels";

interface Props {
  readonly entries: readonly Entry[];
  /** Only some kinds were asked for. */
  readonly filtered?: boolean;
}

/** Movements of an account, newest first, as their owner sees them. */
export function EntriesTable({ entries, filtered = false }: Props) {
  if (entries.length === 0) {
    return filtered ? (
      <EmptyState icon={ArrowLeftRight} title="No such movements">
        There are none of this kind.
      </EmptyState>
    ) : (
      <EmptyState icon={ArrowLeftRight} title="No movements yet">
        Whatever adds or takes credits will be listed here.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Movements">
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
                  <p className="font-medium">{KIND_LABELS[entry.kind]}</p>
                  <p className="break-words text-muted-foreground">{entry.reason}</p>
                </div>
              </div>
            </Td>
            <Td place="second" className="text-muted-foreground @max-2xl:pl-11">
              <Moment at={entry.createdAt} />
            </Td>
            <Td place="first-right" className="text-right">
              <Movement amount={entry.amount} />
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
