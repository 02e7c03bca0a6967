import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Amount, MoneyAmount, SignedAmount } from "@/components/credits/amount";
import { labelKind } from "@/components/credits/labels";
import { Day } from "@/components/day";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { SimpleTable } from "@/components/ui/simple-table";
import { requireStaff } from "@/lib/access";
import { lastMonth, monthToDate } from "@/lib/reports/day-range";
import { readMonth, readMonthRange } from "@/lib/reports/read-month";
import { readAccountTotals } from "@/lib/reports/read-overview";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";
import { MonthForm } from "./month-form";

export const metadata: Metadata = { title: "Month end" };

const PATH = "/admin/credits/months";

/** A month for the books: what customers held before, what happened, what they hold after it. */
export default async function MonthsPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "month");
  await requireStaff(withQuery(PATH, query));
  const now = new Date();
  const range = readMonthRange(query.month, now) ?? lastMonth(now);
  const month = range.from.slice(0, 7);
  const db = database().read;
  const [report, totals, toReview] = await Promise.all([
    readMonth(db, range),
    readAccountTotals(db),
    countEventsNeedingAttention(db),
  ]);
  const isOver = range.to < monthToDate(now).to;
  const isComplete = totals && totals.refreshedAt.toISOString().slice(0, 10) > range.to;
  return (
    <>
      <PageHeader
        title="Month end"
        lead={
          <>
            <Day day={range.from} /> – <Day day={range.to} />, days in UTC
          </>
        }
      >
        <div className="flex flex-wrap items-end gap-2">
          <MonthForm month={month} latest={monthToDate(now).to.slice(0, 7)} />
          <Button asChild variant="secondary">
            <a href={withQuery(`${PATH}/export`, { month })}>
              <Download aria-hidden /> Export CSV
            </a>
          </Button>
        </div>
      </PageHeader>
      {!isOver && <Alert tone="warning">This month is not over: its figures still change.</Alert>}
      {isOver && !isComplete && (
        <Alert tone="warning">
          The summaries do not cover this month yet. The worker computes them every minute; reload
          the page then.
        </Alert>
      )}
      {toReview > 0 && (
        <Alert tone="warning" title="Payments need review before you close the month">
          <Link href="/admin/credits/webhooks?status=attention" className="underline">
            Review the payments
          </Link>
        </Alert>
      )}
      <Card>
        <CardHeader>
          <CardTitle>Credits that customers hold</CardTitle>
        </CardHeader>
        <CardContent>
          <SimpleTable
            label="Credits in this month"
            head={["Kind of entry", "Entries", "Credits"]}
            rows={[
              {
                key: "opening",
                cells: ["Before the month", "", <Amount key="a" amount={report.opening} />],
              },
              ...report.movements.map(({ kind, entries, credits }) => ({
                key: kind,
                cells: [
                  labelKind(kind, "admin"),
                  <Count key="entries" value={entries} />,
                  <SignedAmount key="credits" amount={credits} />,
                ],
              })),
              {
                key: "closing",
                cells: [
                  <strong key="l">After the month</strong>,
                  "",
                  <strong key="a">
                    <Amount amount={report.closing} />
                  </strong>,
                ],
              },
            ]}
          />
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Sales</CardTitle>
        </CardHeader>
        <CardContent>
          {report.sales.length === 0 ? (
            <p className="text-muted-foreground">Nothing was sold or refunded in this month.</p>
          ) : (
            <SimpleTable
              label="Sales in this month"
              head={["Pack", "Currency", "Purchases", "Revenue", "Refunds"]}
              rows={report.sales.map(
                ({ packCode, currency, purchases, paidMinor, refundedMinor }) => ({
                  key: `${currency} ${packCode}`,
                  cells: [
                    packCode,
                    currency.toUpperCase(),
                    <Count key="purchases" value={purchases} />,
                    <MoneyAmount key="paid" amountMinor={paidMinor} currency={currency} />,
                    <MoneyAmount key="refunded" amountMinor={refundedMinor} currency={currency} />,
                  ],
                }),
              )}
            />
          )}
        </CardContent>
      </Card>
    </>
  );
}
