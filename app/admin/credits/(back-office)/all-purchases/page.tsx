import { Download } from "lucide-react";
import type { Metadata } from "next";
import { labelStatus } from "@/components/credits/labels";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import { listPacks } from "@/lib/purchases/packs";
import { searchPurchases } from "@/lib/purchases/search-purchases";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { FILTERS, readFilters } from "./query";

export const metadata: Metadata = { title: "Purchases" };

const PATH = "/admin/credits/all-purchases";
const PAGE_SIZE = 25;

export default async function PurchasesPage({ searchParams }: { searchParams: SearchParams }) {
  const { before: place, ...query } = await readQuery(searchParams, ...FILTERS, "before");
  await requireStaff(withQuery(PATH, query));
  const filters = readFilters(query);
  const before = isId(place) ? place : undefined;
  const db = database().read;
  const [rows, packs] = await Promise.all([
    searchPurchases(db, { ...filters, before, limit: PAGE_SIZE + 1 }),
    listPacks(db, { includeInactive: true }),
  ]);
  const found = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? found.at(-1) : undefined;
  const filtered = before !== undefined || Object.values(query).some(Boolean);
  return (
    <>
      <PageHeader title="Purchases" lead="Purchases of all customers, newest first.">
        <Button asChild variant="secondary" size="sm">
          <a href={withQuery(`${PATH}/export`, query)} download>
            <Download aria-hidden /> Export CSV
          </a>
        </Button>
      </PageHeader>
      <Card>
        <ListFilters
          search={{
            label: "Search by a customer’s email, or by the id of a purchase or payment",
            placeholder: "Email, purchase number, cs_…, pi_…, re_…",
            value: query.search,
          }}
          choices={[
            {
              name: "status",
              label: "Status",
              value: filters.status,
              options: [
                ["", "All statuses"],
                ...PURCHASE_STATUSES.map(
                  (known) => [known, labelStatus(known, "admin").text] as const,
                ),
              ],
            },
            {
              name: "pack",
              label: "Pack",
              value: filters.packCode,
              options: [["", "All packs"], ...packs.map(({ code, name }) => [code, name] as const)],
            },
          ]}
          days={{ from: filters.from, to: filters.to }}
        />
        <PurchasesTable
          purchases={found.map(({ purchase }) => purchase)}
          customers={new Map(found.map(({ purchase, email }) => [purchase.id, email]))}
          reader="admin"
          unfilteredHref={filtered ? PATH : undefined}
        />
        <Pager
          newest={before && withQuery(PATH, query)}
          older={last && withQuery(PATH, { ...query, before: last.purchase.id })}
        />
      </Card>
    </>
  );
}
