import { Scale } from "lucide-react";
import { Amount, SignedAmount } from "@/components/credits/amount";
import { labelKind } from "@/components/credits/labels";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { isDay } from "@/lib/reports/day-range";
import { explainBalance } from "@/lib/reports/explain-balance";
import { database } from "@/lib/runtime/database";
import { currentViewer } from "../../../../viewer";
import { DayForm } from "./day-form";
import { endOfDay } from "./query";

interface Props {
  readonly accountId: string;
  /** YYYY-MM-DD in the reader's zone; today unless told. */
  readonly day: string | undefined;
}

/** The balance at the end of a day, as the sum of everything that happened until then. */
export async function Explanation({ accountId, day }: Props) {
  const { timeZone } = await currentViewer();
  const before = isDay(day) ? endOfDay(day, timeZone) : new Date();
  const { balance, parts } = await explainBalance(database().read, accountId, before);
  return (
    <Card>
      <DayForm day={isDay(day) ? day : undefined} />
      {parts.length === 0 ? (
        <EmptyState icon={Scale} title="The balance was 0">
          Nothing had happened in this account by then.
        </EmptyState>
      ) : (
        <Table aria-label="What the balance consists of">
          <thead>
            <tr>
              <Th>What</Th>
              <Th className="text-right">Entries</Th>
              <Th className="text-right">Credits</Th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ kind, entries, credits }) => (
              <Tr key={kind}>
                <Td place="first">{labelKind(kind, "buyer")}</Td>
                <Td place="second" className="text-muted-foreground @2xl:text-right">
                  <Count value={entries} />
                </Td>
                <Td place="first-right" className="text-right">
                  <SignedAmount amount={credits} />
                </Td>
              </Tr>
            ))}
            <Tr className="font-semibold">
              <Td place="first">Balance</Td>
              <Td place="dropped" />
              <Td place="first-right" className="text-right">
                <Amount amount={balance} />
              </Td>
            </Tr>
          </tbody>
        </Table>
      )}
    </Card>
  );
}
