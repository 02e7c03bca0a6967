import { Inbox } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { DeliveryRow } from "@/lib/webhooks/list-events";
import { EventBadge } from "./event-badge";

const VIA: Record<string, string> = {
  webhook: "Stripe",
  replay: "Process again",
  reconcile: "Comparison with Stripe",
};

/** Every arrival of an event, newest first, with what was answered. */
export function DeliveriesTable({ deliveries }: { readonly deliveries: readonly DeliveryRow[] }) {
  if (deliveries.length === 0) return <EmptyState icon={Inbox} title="No deliveries kept" />;
  return (
    <Table aria-label="Deliveries">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>By</Th>
          <Th>Outcome</Th>
          <Th className="text-right">Answered</Th>
          <Th className="text-right">Took</Th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Tr key={delivery.id}>
            <Td place="first" className="text-muted-foreground">
              <Timestamp at={delivery.receivedAt} />
            </Td>
            <Td place="first-right">{VIA[delivery.via] ?? delivery.via}</Td>
            <Td place="last">
              <EventBadge outcome={delivery.outcome} />
              <p className="mt-1 max-w-xl text-muted-foreground">{delivery.reason}</p>
            </Td>
            <Td place="second" className="tabular-nums @2xl:text-right">
              {delivery.answeredStatus}
            </Td>
            <Td place="second-right" className="text-right tabular-nums">
              {delivery.durationMs} ms
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
