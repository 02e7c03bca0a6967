import type { Metadata } from "next";
import { Amount } from "@/components/credits/amount";
import { CustomersTable } from "@/components/credits/customers-table";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { listWaitingChanges } from "@/lib/customers/change-credits";
import { searchCustomers } from "@/lib/customers/search-customers";
import { readAccountTotals } from "@/lib/reports/read-overview";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { WaitingChanges } from "./waiting-changes";

export const metadata: Metadata = { title: "Customers" };

const PATH = "/admin/credits/customers";
const PAGE_SIZE = 25;

export default async function CustomersPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "search", "before");
  const admin = await requireStaff(withQuery(PATH, query));
  const { search } = query;
  const before = isId(query.before) ? query.before : undefined;
  const db = database().read;
  const [rows, totals, waiting] = await Promise.all([
    searchCustomers(db, { search, before, limit: PAGE_SIZE + 1 }),
    readAccountTotals(db),
    listWaitingChanges(db),
  ]);
  const customers = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? customers.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title="Customers"
        lead={
          totals && (
            <>
              <Count value={totals.accounts} /> accounts with credits,{" "}
              <Amount amount={totals.outstanding} /> outstanding, <Count value={totals.inDebt} /> in
              debt
            </>
          )
        }
      />
      <WaitingChanges requests={waiting} adminId={admin.id} />
      <Card>
        <ListFilters
          search={{
            label: "Search by the beginning of a name or email, or by a whole id",
            placeholder: "Name, email, external id or account id",
            value: search,
          }}
        />
        <CustomersTable
          customers={customers}
          unfilteredHref={search || before ? PATH : undefined}
        />
        <Pager
          newest={before && withQuery(PATH, { search })}
          older={last && withQuery(PATH, { search, before: last.cursor })}
        />
      </Card>
    </>
  );
}
