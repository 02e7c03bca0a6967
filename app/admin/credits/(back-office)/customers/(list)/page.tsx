import type { Metadata } from "next";
import { AccountsTable } from "@/components/credits/accounts-table";
import { Amount } from "@/components/credits/amount";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Pager } from "@/components/ui/pager";
import { requireAdmin } from "@/lib/access";
import { ACCOUNT_SORTS, listAccounts, sumAccounts } from "@/lib/customers/accounts";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Customers" };

const PATH = "/admin/credits/customers";
const PAGE_SIZE = 25;
const SORTS = [
  ["activity", "Last active"],
  ["balance", "Highest balance"],
  ["balance_up", "Lowest balance"],
  ["email", "Email"],
] as const;

export default async function AccountsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireAdmin();
  const { search, after, ...given } = await readQuery(searchParams, "search", "sort", "after");
  const sort = ACCOUNT_SORTS.find((known) => known === given.sort) ?? "activity";
  const db = database().read;
  const [{ rows, next }, sums] = await Promise.all([
    listAccounts(db, { search, sort, after, limit: PAGE_SIZE }),
    sumAccounts(db),
  ]);
  return (
    <>
      <PageHeader
        title="Customers"
        lead={
          <>
            <Count value={sums.accounts} /> {sums.accounts === 1 ? "account" : "accounts"} with{" "}
            <Amount amount={sums.total} /> credits in total, <Count value={sums.inDebt} /> in debt.
          </>
        }
      />
      <Card>
        <ListFilters
          search={{
            label: "Search by name, email or account id",
            placeholder: "Name, email or account id",
            value: search,
          }}
          choices={[{ name: "sort", label: "Order", value: sort, options: SORTS }]}
        />
        <AccountsTable rows={rows} unfilteredHref={search ? PATH : undefined} />
        <Pager
          newest={after && withQuery(PATH, { search, sort })}
          older={next && withQuery(PATH, { search, sort, after: next })}
          words={{ newest: "First", older: "Next" }}
        />
      </Card>
    </>
  );
}
