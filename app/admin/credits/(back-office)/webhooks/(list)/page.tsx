import type { Metadata } from "next";
import { EventsTable } from "@/components/credits/events-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { database } from "@/lib/runtime/database";
import { readPlace, readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { EVENT_STATUSES, type EventFilter, listEvents } from "@/lib/webhooks/list-events";
import { Reconciliation } from "./reconciliation";

export const metadata: Metadata = { title: "Webhooks" };

const PATH = "/admin/credits/webhooks";
const PAGE_SIZE = 25;
const OUTCOMES = [
  ["", "All events"],
  ["attention", "Needs review"],
  ["processed", "Processed"],
  ["ignored", "Ignored"],
  ["unmatched", "Unmatched"],
  ["mismatch", "Mismatch"],
  ["failed", "Failed"],
  ["dismissed", "Dismissed"],
] as const;
const FILTERS: readonly EventFilter[] = ["attention", ...EVENT_STATUSES];

export default async function WebhooksPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff();
  const { search, ...given } = await readQuery(searchParams, "status", "search", "before", "at");
  const status = FILTERS.find((known) => known === given.status);
  const place = readPlace(given);
  const rows = await listEvents(database().read, {
    status,
    search,
    before: place,
    limit: PAGE_SIZE + 1,
  });
  const events = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? events.at(-1) : undefined;
  return (
    <>
      <PageHeader title="Webhooks" lead="Events that Stripe sent, and the result of each." />
      <Reconciliation />
      <Card>
        <ListFilters
          search={{
            label: "Search by event type, or by the id of an event, payment or purchase",
            placeholder: "Type, or an id: evt_…, cs_…, pi_…, re_…",
            value: search,
          }}
          choices={[{ name: "status", label: "Outcome", value: status, options: OUTCOMES }]}
        />
        <EventsTable events={events} unfilteredHref={status || search ? PATH : undefined} />
        <Pager
          newest={place && withQuery(PATH, { status, search })}
          older={
            last &&
            withQuery(PATH, {
              status,
              search,
              before: last.id,
              at: last.firstReceivedAt.toISOString(),
            })
          }
        />
      </Card>
    </>
  );
}
