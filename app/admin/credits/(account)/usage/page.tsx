import { ChartColumn } from "lucide-react";
import type { Metadata } from "next";
import { ChartFrame } from "@/components/charts/chart-frame";
import { Amount } from "@/components/credits/amount";
import { Day } from "@/components/day";
import { PageHeader } from "@/components/page-header";
import { RangeLinks } from "@/components/range-links";
import { TabLinks } from "@/components/tab-links";
import { Card, CardContent } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { SimpleTable } from "@/components/ui/simple-table";
import { requireUser } from "@/lib/access";
import { listApiKeys } from "@/lib/access/api-keys";
import { readAccount } from "@/lib/ledger/read-account";
import { countDays, readDayRange } from "@/lib/reports/day-range";
import { listDailyUsage, readDaysLeft, USAGE_GROUPS } from "@/lib/reports/read-usage";
import { database } from "@/lib/runtime/database";
import { fromMicro, sumCredits } from "@/lib/shared/credits";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { chartUsage, listGroups } from "./chart-usage";

export const metadata: Metadata = { title: "Usage" };

const PATH = "/admin/credits/usage";
const GROUP_NAMES = { service: "By service", model: "By model", actor: "By key" } as const;

/** What used the credits, by day: by service, model or key. */
export default async function UsagePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "days", "from", "to", "by");
  const user = await requireUser(withQuery(PATH, query));
  const now = new Date();
  const range = readDayRange(query, now);
  const by = USAGE_GROUPS.find((known) => known === query.by) ?? "service";
  const db = database().read;
  const [usage, account, keys] = await Promise.all([
    listDailyUsage(db, { accountId: user.accountId, range, by }),
    readAccount(db, user.accountId),
    by === "actor" ? listApiKeys(db, user.id) : [],
  ]);
  const daysLeft = await readDaysLeft(db, account, now);
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  const nameOf = (group: string) => names.get(group.replace(/^key:/, "")) ?? (group || "Other");
  const groups = listGroups(usage);
  const total = sumCredits(usage.map(({ credits }) => credits));
  const days = BigInt(countDays(range));
  return (
    <>
      <PageHeader title="Usage" lead="What used your credits. New usage appears within a minute.">
        <RangeLinks path={PATH} current={countDays(range)} kept={{ by }} />
      </PageHeader>
      <TabLinks
        label="Split by"
        tabs={USAGE_GROUPS.map((group) => ({
          href: withQuery(PATH, { ...query, by: group }),
          text: GROUP_NAMES[group],
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
            <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
              <Figure label="Used" value={<Amount amount={total} />} />
              <Figure label="Per day" value={<Amount amount={fromMicro(total / days)} />} />
              <Figure
                label="Available lasts"
                value={daysLeft === undefined ? "–" : <DaysLeft days={daysLeft} />}
                note="At the pace of the last 7 days"
              />
            </dl>
            <ChartFrame
              label={`Credits used per day, ${GROUP_NAMES[by].toLowerCase()}`}
              unit={{ kind: "credits" }}
              {...chartUsage(usage, groups, range, nameOf)}
            >
              <SimpleTable
                label="Usage"
                head={["Day (UTC)", GROUP_NAMES[by].slice(3), "Entries", "Credits"]}
                rows={usage.map((row) => ({
                  key: `${row.day} ${row.group}`,
                  cells: [
                    <Day key="day" day={row.day} />,
                    nameOf(row.group),
                    row.entries,
                    <Amount key="credits" amount={row.credits} />,
                  ],
                }))}
              />
            </ChartFrame>
          </CardContent>
        )}
      </Card>
    </>
  );
}

function DaysLeft({ days }: { readonly days: number }) {
  return days === 1 ? "1 day" : `${days} days`;
}
