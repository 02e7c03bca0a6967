import type { Metadata } from "next";
import { Suspense } from "react";
import { LoadingRows } from "@/components/loading";
import { PageHeader } from "@/components/page-header";
import { TabLinks } from "@/components/tab-links";
import { requireUser } from "@/lib/access";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { Activity } from "./activity";
import { Explanation } from "./explanation";
import { Purchases } from "./purchases";
import { FILTERS } from "./query";

export const metadata: Metadata = { title: "Activity" };

const PATH = "/admin/credits/history";

/** What happened to an account's credits, what was bought, and how a balance came about. */
export default async function HistoryPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "show", ...FILTERS, "status", "before", "day");
  const { accountId } = await requireUser(withQuery(PATH, query));
  const tab = ["purchases", "explanation"].find((known) => known === query.show) ?? "activity";
  return (
    <>
      <PageHeader
        title="Activity"
        lead="Everything that added or used credits, and what you bought."
      />
      <TabLinks
        label="What to show"
        tabs={[
          { href: PATH, text: "Credits", current: tab === "activity" },
          { href: `${PATH}?show=purchases`, text: "Purchases", current: tab === "purchases" },
          {
            href: `${PATH}?show=explanation`,
            text: "Explain a balance",
            current: tab === "explanation",
          },
        ]}
      />
      <Suspense fallback={<LoadingRows rows={10} filters />}>
        {tab === "activity" && <Activity accountId={accountId} query={query} />}
        {tab === "purchases" && <Purchases accountId={accountId} query={query} />}
        {tab === "explanation" && <Explanation accountId={accountId} day={query.day} />}
      </Suspense>
    </>
  );
}
