import type { Metadata } from "next";
import { EventsTable } from "@/components/credits/events-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { database } from "@/lib/runtime/database";
import { readPlace, readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import {
  countAttention,
  EVENT_STATUSES,
  type EventFilter,
  type EventStatus,
  listEvents,
} from "@/lib/webhooks/list-events";
import { Reconciliation } from "./reconciliation";

export const metadata: Metadata = { title: "Webhooks" };

const PATH = "/admin/credits/webhooks";
const PAGE_SIZE = 25;
const FILTERS: readonly EventFilter[] = ["attention", "all", ...EVENT_STATUSES];

export default async function WebhooksPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff(PATH);
  const { search, ...given } = await readQuery(searchParams, "status", "search", "before", "at");
  const status = FILTERS.find((known) => known === given.status);
  const place = readPlace(given);
  const db = database().read;
  const [rows, counts] = await Promise.all([
    listEvents(db, { status, search, before: place, limit: PAGE_SIZE + 1 }),
    countAttention(db),
  ]);
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
          choices={[
            { name: "status", label: "Outcome", value: status, options: listOutcomes(counts) },
          ]}
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

/** The filter's choices; what needs an admin comes with its number. */
function listOutcomes(counts: ReadonlyMap<EventStatus, number>): [value: string, text: string][] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const withCount = (text: string, count = 0) => `${text} (${count})`;
  return [
    ["", "All but ignored"],
    ["attention", withCount("Needs review", total)],
    ["unmatched", withCount("Unmatched", counts.get("unmatched"))],
    ["mismatch", withCount("Mismatch", counts.get("mismatch"))],
    ["failed", withCount("Failed", counts.get("failed"))],
    ["processed", "Processed"],
    ["dismissed", "Dismissed"],
    ["ignored", "Ignored"],
    ["all", "All events"],
  ];
}
