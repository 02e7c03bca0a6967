import { ChartColumn } from "lucide-react";
import type { Metadata } from "next";
import { ChartFrame } from "@/components/charts/chart-frame";
import { Amount } from "@/components/credits/amount";
import { Day } from "@/components/day";
import { PageHeader } from "@/components/page-header";
import { RangeLinks } from "@/components/range-links";
import { SegmentLinks } from "@/components/segment-links";
import { TabLinks } from "@/components/tab-links";
import { Card, CardContent } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SimpleTable } from "@/components/ui/simple-table";
import { requireUser } from "@/lib/access";
import { listKeyNames } from "@/lib/access/api-keys";
import { readAccount } from "@/lib/ledger/read-account";
import { countDays, INTERVALS } from "@/lib/reports/day-range";
import { listUsage, readDaysLeft, USAGE_GROUPS } from "@/lib/reports/read-usage";
import { database } from "@/lib/runtime/database";
import { fromMicro, sumCredits } from "@/lib/shared/credits";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { chartUsage, totalGroups } from "./chart-usage";
import { PARAMETERS, readUsageQuery } from "./read-usage-query";
import { UsageFigures } from "./usage-figures";
import { UsageTotals } from "./usage-totals";

export const metadata: Metadata = { title: "Usage" };

const PATH = "/admin/credits/usage";
const GROUP_NAMES = { service: "Service", model: "Model", actor: "Key" } as const;
const INTERVAL_NAMES = { day: "Day", week: "Week", month: "Month" } as const;
const STARTS = { day: "Day (UTC)", week: "Week from (UTC)", month: "Month from (UTC)" } as const;

/** What used the credits, by day, week or month, and by service, model or key. */
export default async function UsagePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, ...PARAMETERS);
  const user = await requireUser(withQuery(PATH, query));
  const now = new Date();
  const { range, by, interval } = readUsageQuery(query, now);
  const db = database().read;
  const [usage, account, keys] = await Promise.all([
    listUsage(db, { accountId: user.accountId, range, by, interval }),
    readAccount(db, user.accountId),
    by === "actor" ? listKeyNames(db, user.id) : [],
  ]);
  const daysLeft = await readDaysLeft(db, account, now);
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  const nameOf = (group: string) =>
    names.get(group.replace(/^key:/, "")) ?? (by === "actor" || group === "" ? "Other" : group);
  const totals = totalGroups(usage);
  const used = sumCredits(usage.map(({ credits }) => credits));
  const what = GROUP_NAMES[by];
  const groups = totals.map(({ group }) => group);
  return (
    <>
      <PageHeader title="Usage" lead="What used your credits. New usage appears within a minute.">
        <div className="flex flex-wrap gap-2">
          <SegmentLinks
            label="Bars"
            options={INTERVALS.map((known) => ({
              href: withQuery(PATH, { ...query, interval: known }),
              text: INTERVAL_NAMES[known],
              current: known === interval,
            }))}
          />
          <RangeLinks
            path={PATH}
            current={countDays(range)}
            kept={{ by: query.by, interval: query.interval }}
          />
        </div>
      </PageHeader>
      <TabLinks
        label="Split by"
        tabs={USAGE_GROUPS.map((group) => ({
          href: withQuery(PATH, { ...query, by: group }),
          text: `By ${GROUP_NAMES[group].toLowerCase()}`,
          current: group === by,
        }))}
      />
      <Card>
        {usage.length === 0 ? (
          <EmptyState icon={ChartColumn} title="No usage in this range">
            Credits that services use with your API keys are shown here. Choose a longer range to
            see earlier usage.
          </EmptyState>
        ) : (
          <CardContent className="grid gap-5 pt-5">
            <UsageFigures
              used={used}
              perDay={fromMicro(used / BigInt(countDays(range)))}
              daysLeft={daysLeft}
            />
            <ChartFrame
              label={`Credits used per ${interval}, by ${what.toLowerCase()}`}
              unit={{ kind: "credits" }}
              interval={interval}
              {...chartUsage(usage, groups, { range, interval }, nameOf)}
            >
              <SimpleTable
                label="Usage"
                head={[STARTS[interval], what, "Entries", "Credits"]}
                rows={usage.map((row) => ({
                  key: `${row.start} ${row.group}`,
                  cells: [
                    <Day key="day" day={row.start} />,
                    nameOf(row.group),
                    row.entries,
                    <Amount key="credits" amount={row.credits} />,
                  ],
                }))}
              />
            </ChartFrame>
            <UsageTotals what={what} totals={totals} nameOf={nameOf} />
          </CardContent>
        )}
      </Card>
    </>
  );
}
