import type { Metadata } from "next";
import { DisputesTable } from "@/components/credits/disputes-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { DISPUTE_FILTERS, type DisputeFilter, listDisputes } from "@/lib/disputes/list-disputes";
import { database } from "@/lib/runtime/database";
import { readPlace, readQuery, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Disputes" };

const PATH = "/admin/credits/disputes";
const PAGE_SIZE = 25;
const OPTIONS = [
  ["", "All disputes"],
  ["waiting", "Need a response"],
  ["review", "Under review"],
  ["closed", "Closed"],
] as const;

export default async function DisputesPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff();
  const given = await readQuery(searchParams, "show", "before", "at");
  const filter = Object.keys(DISPUTE_FILTERS).find((known) => known === given.show) as
    | DisputeFilter
    | undefined;
  const before = readPlace(given);
  const rows = await listDisputes(database().read, { filter, before, limit: PAGE_SIZE + 1 });
  const disputes = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? disputes.at(-1)?.dispute : undefined;
  return (
    <>
      <PageHeader
        title="Disputes"
        lead="Payments that customers dispute at their bank. Without a response before the deadline a dispute is lost."
      />
      <Card>
        <ListFilters
          choices={[{ name: "show", label: "Status", value: filter, options: OPTIONS }]}
        />
        <DisputesTable disputes={disputes} unfilteredHref={filter ? PATH : undefined} />
        <Pager
          newest={before && withQuery(PATH, { show: filter })}
          older={
            last &&
            withQuery(PATH, { show: filter, before: last.id, at: last.createdAt.toISOString() })
          }
        />
      </Card>
    </>
  );
}
