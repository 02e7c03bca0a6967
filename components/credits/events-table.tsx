import { Webhook } from "lucide-react";
import Link from "next/link";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { EventSummary } from "@/lib/webhooks/list-events";
import { EventBadge } from "./event-badge";

interface Props {
  readonly events: readonly EventSummary[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

/** Stripe's events and the result of each. */
export function EventsTable({ events, unfilteredHref }: Props) {
  if (events.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={Webhook} what="events" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={Webhook} title="No events yet">
        Everything that Stripe sends to the webhook is kept here, with its result.
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
              <Timestamp at={event.firstReceivedAt} />
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
