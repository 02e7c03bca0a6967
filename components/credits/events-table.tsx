import { Webhook } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { EventSummary } from "@/lib/webhooks/list-events";
import { EventBadge } from "./event-badge";

/** Stripe's events and what became of each. */
export function EventsTable({
  events,
  filtered,
}: {
  readonly events: readonly EventSummary[];
  readonly filtered: boolean;
}) {
  if (events.length === 0) {
    return (
      <EmptyState icon={Webhook} title={filtered ? "No event matches" : "No events yet"}>
        {filtered
          ? "Try another filter."
          : "Whatever Stripe sends to the webhook is kept here, with what was done about it."}
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Events">
      <thead>
        <tr>
          <Th>Received</Th>
          <Th>Event</Th>
          <Th>Outcome</Th>
          <Th className="text-right">Attempts</Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Tr key={event.id}>
            <Td place="second" className="text-muted-foreground">
              <Moment at={event.firstReceivedAt} />
            </Td>
            <Td place="first">
              <Link
                href={`/admin/credits/webhooks/${event.id}`}
                className="font-medium text-accent hover:underline"
              >
                {event.type}
              </Link>
              <p className="max-w-xl text-muted-foreground">{event.reason}</p>
            </Td>
            <Td place="first-right">
              <EventBadge outcome={event.status} />
            </Td>
            <Td place="dropped" className="text-right tabular-nums">
              {event.attempts}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
