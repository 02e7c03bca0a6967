import { Layers } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { Lot } from "@/lib/ledger/state";
import { Amount } from "./amount";

/** The lots that a balance is made of. */
export function LotsTable({ lots }: { readonly lots: readonly Lot[] }) {
  if (lots.length === 0) return <EmptyState icon={Layers} title="No credits left" />;
  return (
    <Table aria-label="Lots">
      <thead>
        <tr>
          <Th>Since</Th>
          <Th>Kind</Th>
          <Th>From</Th>
          <Th>Expires</Th>
          <Th className="text-right">Left</Th>
          <Th className="text-right">Of</Th>
        </tr>
      </thead>
      <tbody>
        {lots.map((lot) => (
          <Tr key={lot.id}>
            <Td place="second" className="text-muted-foreground">
              <Timestamp at={lot.createdAt} />
            </Td>
            <Td place="first">
              <Badge tone={lot.kind === "paid" ? "accent" : "neutral"}>
                {lot.kind === "paid" ? "Paid" : "Given"}
              </Badge>
            </Td>
            <Td place="last">
              <code className="break-all text-xs">{lot.sourceId}</code>
            </Td>
            <Td place="dropped" className="text-muted-foreground">
              {lot.expiresAt ? <Timestamp at={lot.expiresAt} /> : "Never"}
            </Td>
            <Td place="first-right" className="text-right font-medium">
              <Amount amount={lot.remaining} />
            </Td>
            <Td place="second-right" className="text-right text-muted-foreground">
              <span className="@2xl:hidden">of </span>
              <Amount amount={lot.granted} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
