import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { findSeqAt } from "@/lib/ledger/read-at";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import { splitPeriod, type TimeRange } from "./split-period";

/** Usage of an account in a period: from (inclusive) to (exclusive). */
export interface UsagePeriod extends TimeRange {
  readonly accountId: string;
}

export interface UsageRow {
  /** A service, a model (null: none was named), or the beginning of an interval. */
  readonly name: string | null;
  /** What was taken, less what was given back. */
  readonly credits: Credits;
  /** How many spends and captures. */
  readonly requests: number;
}

export const INTERVALS = ["hour", "day", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

const MAX_ROWS = 1_000;

/** A name in the entries, and the same in the summaries of days; without one those aren't read. */
interface Group {
  readonly ofEntry: SQL;
  readonly ofDay?: SQL;
}

const GROUPS = {
  service: { ofEntry: sql`used.source_id`, ofDay: sql`service` },
  model: { ofEntry: sql`used.metadata ->> 'model'`, ofDay: sql`nullif(model, '')` },
} as const satisfies Record<string, Group>;

/** What was used by service or by model, most first. */
export async function readUsageBy(
  db: Db,
  period: UsagePeriod,
  by: keyof typeof GROUPS,
): Promise<UsageRow[]> {
  const rows = await readUsage(db, period, GROUPS[by]);
  return rows
    .sort((a, b) => (a.credits === b.credits ? compareNames(a, b) : a.credits < b.credits ? 1 : -1))
    .slice(0, MAX_ROWS);
}

/** What was used in each interval that has any, oldest first. The name is its beginning, in UTC. */
export async function readUsageOverTime(
  db: Db,
  period: UsagePeriod,
  interval: Interval,
): Promise<UsageRow[]> {
  const startOf = (at: SQL) =>
    sql`to_char(date_trunc(${interval}, ${at}), 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`;
  const rows = await readUsage(db, period, {
    ofEntry: startOf(sql`entry.created_at at time zone 'UTC'`),
    ...(interval !== "hour" && { ofDay: startOf(sql`day::timestamp`) }),
  });
  return rows.sort(compareNames).slice(0, MAX_ROWS);
}

function compareNames({ name: a }: UsageRow, { name: b }: UsageRow): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

/**
 * Whole days that are long over come from the worker's summaries, the rest from the entries: an
 * account may have spent millions of times, and today's usage must be there at once.
 */
async function readUsage(db: Db, period: UsagePeriod, { ofEntry, ofDay }: Group) {
  const { accountId } = period;
  const { days, rest } = splitPeriod(period, ofDay && (await findSummarizedUntil(db)));
  const parts = await Promise.all([
    ...rest.map((range) => queryEntries(db, { accountId, ...range }, ofEntry)),
    ...(days && ofDay ? [queryDays(db, { accountId, ...days }, ofDay)] : []),
  ]);
  const sums = new Map<string | null, { credits: bigint; requests: number }>();
  for (const { name, credits, requests } of parts.flat()) {
    const sum = sums.get(name) ?? { credits: 0n, requests: 0 };
    sums.set(name, {
      credits: sum.credits + BigInt(credits),
      requests: sum.requests + Number(requests),
    });
  }
  return [...sums].map(([name, { credits, requests }]): UsageRow => {
    return { name, credits: fromMicro(credits), requests };
  });
}

type RawRow = { name: string | null; credits: string; requests: number };

/**
 * The end of the last day that the summaries hold for good. They compute the day before their last
 * run anew (lib/reports/refresh-reports.ts), for transactions that were under way.
 * @returns undefined before the first run
 */
async function findSummarizedUntil(db: Db): Promise<Date | undefined> {
  const [row] = await db.execute<{ until: string }>(sql`
    select to_char((refreshed_at at time zone 'UTC')::date - 1, 'YYYY-MM-DD') as until
    from account_totals`);
  return row && new Date(`${row.until}T00:00:00.000Z`);
}

/** Reads the entries of the period by their seqs, however long the account's history is. */
async function queryEntries(db: Db, { accountId, from, to }: UsagePeriod, name: SQL) {
  const [first, last] = [
    await findSeqAt(db, accountId, new Date(from.getTime() - 1)),
    await findSeqAt(db, accountId, new Date(to.getTime() - 1)),
  ];
  // A reversal gives back what another entry used, and counts at the time at which it does.
  return db.execute<RawRow>(sql`
    select ${name} as name, sum(-entry.amount) as credits,
      (count(*) filter (where entry.kind <> 'spend_reversal'))::int as requests
    from ledger_entries entry
    join ledger_entries used on used.account_id = entry.account_id
      and used.seq = coalesce(entry.reverses, entry.seq)
    where entry.account_id = ${accountId} and entry.seq > ${first} and entry.seq <= ${last}
      and entry.kind in ('spend', 'capture', 'spend_reversal')
    group by 1
  `);
}

/** @param period whole days */
function queryDays(db: Db, { accountId, from, to }: UsagePeriod, name: SQL) {
  return db.execute<RawRow>(sql`
    select ${name} as name, sum(credits) as credits, sum(entries)::int as requests
    from daily_usage
    where account_id = ${accountId}
      and day >= ${from.toISOString().slice(0, 10)}::date
      and day < ${to.toISOString().slice(0, 10)}::date
    group by 1
  `);
}
