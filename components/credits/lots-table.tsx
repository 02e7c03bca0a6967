import { Layers } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
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
            <Td className="text-muted-foreground">
              <Moment at={lot.createdAt} />
            </Td>
            <Td>
              <Badge tone={lot.kind === "paid" ? "accent" : "neutral"}>
                {lot.kind === "paid" ? "Paid" : "Given"}
              </Badge>
            </Td>
            <Td>
              <code className="text-xs">{lot.sourceId}</code>
            </Td>
            <Td className="text-muted-foreground">
              {lot.expiresAt ? <Moment at={lot.expiresAt} /> : "Never"}
            </Td>
            <Td className="text-right font-medium">
              <Amount amount={lot.remaining} />
            </Td>
            <Td className="text-right text-muted-foreground">
              <Amount amount={lot.granted} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
