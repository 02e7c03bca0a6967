import type { Metadata } from "next";
import { Suspense } from "react";
import { EntriesTable } from "@/components/credits/entries-table";
import { labelKind, labelStatus } from "@/components/credits/labels";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { ListFilters } from "@/components/list-filters";
import { LoadingRows } from "@/components/loading";
import { PageHeader } from "@/components/page-header";
import { TabLinks } from "@/components/tab-links";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireUser } from "@/lib/access";
import { ENTRY_KINDS, listEntries } from "@/lib/ledger/read-entries";
import { listPurchases, PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, readSeq, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Activity" };

const PATH = "/admin/credits/history";
const PURCHASES_PATH = `${PATH}?show=purchases`;
const PAGE_SIZE = 25;

export default async function HistoryPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readQuery(searchParams, "show", "kind", "status", "before");
  const { accountId } = await requireUser(withQuery(PATH, search));
  const showsPurchases = search.show === "purchases";
  return (
    <>
      <PageHeader
        title="Activity"
        lead="Everything that added or used credits, and what you bought."
      />
      <TabLinks
        label="What to show"
        tabs={[
          { href: PATH, text: "Credits", current: !showsPurchases },
          { href: PURCHASES_PATH, text: "Purchases", current: showsPurchases },
        ]}
      />
      <Suspense fallback={<LoadingRows rows={10} filters />}>
        {showsPurchases ? (
          <Purchases accountId={accountId} {...search} />
        ) : (
          <Activity accountId={accountId} {...search} />
        )}
      </Suspense>
    </>
  );
}

async function Activity({
  accountId,
  ...search
}: {
  accountId: string;
  kind?: string;
  before?: string;
}) {
  const kind = ENTRY_KINDS.find((known) => known === search.kind);
  const before = readSeq(search.before);
  const rows = await listEntries(database().read, {
    accountId,
    kind,
    before,
    limit: PAGE_SIZE + 1,
  });
  const entries = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? entries.at(-1) : undefined;
  return (
    <Card>
      <ListFilters
        choices={[
          {
            name: "kind",
            label: "Kind",
            value: kind,
            options: [
              ["", "All kinds"],
              ...ENTRY_KINDS.map((known) => [known, labelKind(known, "buyer")] as const),
            ],
          },
        ]}
      />
      <EntriesTable entries={entries} unfilteredHref={kind || before ? PATH : undefined} />
      <Pager
        newest={before === undefined ? undefined : withQuery(PATH, { kind })}
        older={last && withQuery(PATH, { kind, before: String(last.seq) })}
      />
    </Card>
  );
}

async function Purchases({
  accountId,
  ...search
}: {
  accountId: string;
  status?: string;
  before?: string;
}) {
  const status = PURCHASE_STATUSES.find((known) => known === search.status);
  const before = isId(search.before) ? search.before : undefined;
  const rows = await listPurchases(database().read, {
    accountId,
    status,
    before,
    limit: PAGE_SIZE + 1,
  });
  const purchases = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? purchases.at(-1) : undefined;
  const query = { show: "purchases", status };
  return (
    <Card>
      <ListFilters
        kept={{ show: "purchases" }}
        choices={[
          {
            name: "status",
            label: "Status",
            value: status,
            options: [
              ["", "All statuses"],
              ...PURCHASE_STATUSES.map(
                (known) => [known, labelStatus(known, "buyer").text] as const,
              ),
            ],
          },
        ]}
      />
      <PurchasesTable
        purchases={purchases}
        reader="buyer"
        unfilteredHref={status || before ? PURCHASES_PATH : undefined}
      />
      <Pager
        newest={before === undefined ? undefined : withQuery(PATH, query)}
        older={last && withQuery(PATH, { ...query, before: last.id })}
      />
    </Card>
  );
}
