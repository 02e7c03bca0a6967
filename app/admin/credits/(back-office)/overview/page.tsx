import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { RangeLinks } from "@/components/range-links";
import { requireStaff } from "@/lib/access";
import { countDays, readDayRange } from "@/lib/reports/day-range";
import { listDailySales, readAccountTotals, readCreditFlow } from "@/lib/reports/read-overview";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { Attention } from "./attention";
import { Checklist } from "./checklist";
import { Liability } from "./liability";
import { Sales } from "./sales";
import { Totals } from "./totals";

export const metadata: Metadata = { title: "Overview" };

const PATH = "/admin/credits/overview";

/** Where an admin begins: what needs action, and how the business does. */
export default async function OverviewPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "days", "from", "to");
  await requireStaff(withQuery(PATH, query));
  const range = readDayRange(query, new Date());
  const db = database().read;
  const [totals, flow, sales] = await Promise.all([
    readAccountTotals(db),
    readCreditFlow(db, range),
    listDailySales(db, range),
  ]);
  return (
    <>
      <PageHeader title="Overview" lead="What needs action, and how sales and usage develop.">
        <RangeLinks path={PATH} current={countDays(range)} />
      </PageHeader>
      <Checklist />
      <Attention />
      <Totals totals={totals} flow={flow} />
      <Sales sales={sales} range={range} />
      {totals && <Liability totals={totals} />}
    </>
  );
}
