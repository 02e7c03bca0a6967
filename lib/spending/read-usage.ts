import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { findSeqAt } from "@/lib/ledger/read-at";
import { type Credits, fromMicro } from "@/lib/shared/credits";

/** Usage of an account in a period: from (inclusive) to (exclusive). */
export interface UsagePeriod {
  readonly accountId: string;
  readonly from: Date;
  readonly to: Date;
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

const GROUPS = {
  service: sql`used.source_id`,
  model: sql`used.metadata ->> 'model'`,
} as const;

/** What was used by service or by model, most first. */
export function readUsageBy(
  db: Db,
  period: UsagePeriod,
  by: keyof typeof GROUPS,
): Promise<UsageRow[]> {
  return queryUsage(db, period, GROUPS[by], sql`2 desc, 1`);
}

/** What was used in each interval that has any, oldest first. The name is its beginning, in UTC. */
export function readUsageOverTime(
  db: Db,
  period: UsagePeriod,
  interval: Interval,
): Promise<UsageRow[]> {
  const start = sql`to_char(date_trunc(${interval}, entry.created_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`;
  return queryUsage(db, period, start, sql`1`);
}

/** Reads the entries of the period by their seqs, however long the account's history is. */
async function queryUsage(
  db: Db,
  { accountId, from, to }: UsagePeriod,
  group: SQL,
  order: SQL,
): Promise<UsageRow[]> {
  const [first, last] = [
    await findSeqAt(db, accountId, new Date(from.getTime() - 1)),
    await findSeqAt(db, accountId, new Date(to.getTime() - 1)),
  ];
  // A reversal gives back what another entry used, and counts at the time at which it does.
  const rows = await db.execute<{ name: string | null; credits: string; requests: number }>(sql`
    select ${group} as name,
      sum(-entry.amount) as credits,
      (count(*) filter (where entry.kind <> 'spend_reversal'))::int as requests
    from ledger_entries entry
    join ledger_entries used on used.account_id = entry.account_id
      and used.seq = coalesce(entry.reverses, entry.seq)
    where entry.account_id = ${accountId} and entry.seq > ${first} and entry.seq <= ${last}
      and entry.kind in ('spend', 'capture', 'spend_reversal')
    group by 1
    order by ${order}
    limit 1000
  `);
  return rows.map((row) => ({ ...row, credits: fromMicro(BigInt(row.credits)) }));
}
