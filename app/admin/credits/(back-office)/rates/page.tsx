import { Plus, Upload } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { RatesTable } from "@/components/credits/rates-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { may } from "@/lib/access/permissions";
import { listRates } from "@/lib/rates/list-rates";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Rates" };

const PATH = "/admin/credits/rates";
const PAGE_SIZE = 50;

/** What usage costs, by service and model. */
export default async function RatesPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "search", "service", "model");
  const user = await requireStaff(withQuery(PATH, query));
  const { search, service, model } = query;
  const after = service && model ? { service, model } : undefined;
  const rows = await listRates(database().read, { search, after, limit: PAGE_SIZE + 1 });
  const shown = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title="Rates"
        lead="What usage costs in credits. A service sends what was used, and the rate of its model prices it."
      >
        {may(user, "rates.edit") && (
          <div className="flex flex-wrap gap-2">
            <Button asChild size="sm" variant="secondary">
              <Link href="/admin/credits/rates/import">
                <Upload aria-hidden /> Import prices
              </Link>
            </Button>
            <Button asChild size="sm">
              <Link href="/admin/credits/rates/edit">
                <Plus aria-hidden /> New rate
              </Link>
            </Button>
          </div>
        )}
      </PageHeader>
      <Card>
        <ListFilters
          search={{
            label: "Search by the beginning of a service or a model",
            placeholder: "Service or model",
            value: search,
          }}
        />
        <RatesTable rates={shown} unfilteredHref={search || after ? PATH : undefined} />
        <Pager
          words={{ newest: "First", older: "Next" }}
          newest={after && withQuery(PATH, { search })}
          older={last && withQuery(PATH, { search, service: last.service, model: last.model })}
        />
      </Card>
    </>
  );
}
