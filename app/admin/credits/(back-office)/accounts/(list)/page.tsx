import type { Metadata } from "next";
import { AccountSearch } from "@/components/credits/account-search";
import { AccountsTable } from "@/components/credits/accounts-table";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireAdmin } from "@/lib/access";
import { ACCOUNT_SORTS, listAccounts, sumAccounts } from "@/lib/customers/accounts";
import { database } from "@/lib/runtime/database";
import { formatCredits } from "@/lib/shared/credits";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Accounts" };

const PATH = "/admin/credits/accounts";
const PAGE_SIZE = 25;

export default async function AccountsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireAdmin();
  const { search, after, ...given } = await readQuery(searchParams, "search", "sort", "after");
  const sort = ACCOUNT_SORTS.find((known) => known === given.sort) ?? "activity";
  const db = database().read;
  const [{ rows, next }, sums] = await Promise.all([
    listAccounts(db, { search, sort, after, limit: PAGE_SIZE }),
    sumAccounts(db),
  ]);
  const people =
    sums.accounts === 1 ? "1 account" : `${sums.accounts.toLocaleString("en-US")} accounts`;
  const debt = sums.inDebt > 0 ? `, ${sums.inDebt.toLocaleString("en-US")} of them in debt` : "";
  return (
    <>
      <PageHeader
        title="Accounts"
        lead={`${people} with ${formatCredits(sums.total)} credits in all${debt}.`}
      />
      <Card>
        <AccountSearch search={search} sort={sort} />
        <AccountsTable rows={rows} searched={Boolean(search)} />
        <Pager
          newest={after && withQuery(PATH, { search, sort })}
          older={next && withQuery(PATH, { search, sort, after: next })}
          words={{ newest: "First", older: "Next" }}
        />
      </Card>
    </>
  );
}
