import { sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { type Clock, systemClock } from "@/lib/shared/clock";

/** A refund can still fail, or a receipt come, weeks after its day: sales of these days are redone. */
const SALES_DAYS = 45;
const EXPIRING_DAYS = 30;
/** Who bought or used something within these days counts as active. */
const ACTIVE_DAYS = 30;
/** A run is followed by a pause of at least this many times its own length: 5 % of one core at most. */
const PAUSE_FACTOR = 20;

/**
 * Brings the summaries up to date: the days since the last time (and the day before, for
 * transactions that were under way), recent sales, and what all accounts come to. Each run computes
 * whole days anew, so it can be repeated at any time, and a day is never counted twice.
 */
export async function refreshReports(
  database: Database,
  clock: Clock = systemClock,
): Promise<void> {
  const at = clock();
  await database.transaction(async (tx) => {
    // One at a time: two would both insert the same days.
    await tx.execute(sql`lock table account_totals in share row exclusive mode`);
    if (await isPausing(tx, at)) return;
    const from = await readStart(tx);
    await refreshCredits(tx, from);
    await refreshUsage(tx, from);
    await refreshQuantities(tx, from);
    await refreshSales(tx, from === undefined ? undefined : daysBefore(at, SALES_DAYS));
    await refreshTotals(tx, at);
    const tookMs = clock().getTime() - at.getTime();
    await tx.execute(sql`update account_totals set took_ms = ${tookMs}`);
  });
}

/** Whether the last run ended too recently for another one, given how long it took. */
async function isPausing(tx: Tx, at: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from account_totals where refreshed_at +
      make_interval(secs => took_ms / 1000.0 * ${PAUSE_FACTOR}) > ${at.toISOString()}::timestamptz
  `);
  return rows.length > 0;
}

/** The first day to compute anew, as YYYY-MM-DD; undefined for all of them. */
async function readStart(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.execute<{ day: string }>(
    sql`select ((refreshed_at at time zone 'UTC')::date - 1)::text as day from account_totals`,
  );
  return row?.day;
}

function daysBefore(at: Date, days: number): string {
  return new Date(at.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

const since = (from: string | undefined, column: string) =>
  from === undefined
    ? sql`true`
    : sql`${sql.identifier(column)} >= ${from}::date::timestamp at time zone 'UTC'`;

const dayOf = (column: string) => sql`(${sql.identifier(column)} at time zone 'UTC')::date`;

async function refreshCredits(tx: Tx, from: string | undefined): Promise<void> {
  await tx.execute(sql`delete from daily_credits where ${from ? sql`day >= ${from}` : sql`true`}`);
  await tx.execute(sql`
    insert into daily_credits (day, kind, entries, credits)
    select ${dayOf("created_at")}, kind, count(*), sum(amount)
    from ledger_entries where ${since(from, "created_at")} group by 1, 2
  `);
}

async function refreshUsage(tx: Tx, from: string | undefined): Promise<void> {
  await tx.execute(sql`delete from daily_usage where ${from ? sql`day >= ${from}` : sql`true`}`);
  await tx.execute(sql`
    insert into daily_usage (account_id, day, service, model, actor, entries, credits)
    select entry.account_id, (entry.created_at at time zone 'UTC')::date, used.source_id,
      coalesce(used.metadata ->> 'model', ''), used.actor,
      count(*) filter (where entry.kind <> 'spend_reversal'), -sum(entry.amount)
    from ledger_entries entry
    -- A reversal gives back what another entry used, and counts on the day on which it does.
    join ledger_entries used on used.account_id = entry.account_id
      and used.seq = coalesce(entry.reverses, entry.seq)
    where ${from === undefined ? sql`true` : sql`entry.created_at >= ${from}::date::timestamp at time zone 'UTC'`}
      and entry.kind in ('spend', 'capture', 'spend_reversal')
    group by 1, 2, 3, 4, 5
  `);
}

/**
 * What JSON.stringify writes of checked usage, and nothing else: metadata may come from a client,
 * and a text that is no JSON would stop every refresh.
 */
const USAGE = '^\\{("[a-z_]+":("[0-9]+(\\.[0-9]+)?"|0|[1-9][0-9]*)(,(?=")|(?=\\})))+\\}$';

async function refreshQuantities(tx: Tx, from: string | undefined): Promise<void> {
  await tx.execute(
    sql`delete from daily_quantities where ${from ? sql`day >= ${from}` : sql`true`}`,
  );
  await tx.execute(sql`
    with priced as (
      select account_id, seq, ${dayOf("created_at")} as day, source_id as service,
        regexp_replace(substr(metadata ->> 'rate', length(source_id) + 2), '@[0-9]+$', '') as model,
        amount,
        case when metadata ->> 'usage' ~ ${USAGE} then (metadata ->> 'usage')::jsonb end as usage
      from ledger_entries
      where ${since(from, "created_at")} and kind::text in ('spend', 'capture')
        and metadata ? 'usage' and starts_with(metadata ->> 'rate', source_id || '/')
    ), counted as (
      select day, service, model, key, sum(value::numeric)::text as quantity
      from priced, jsonb_each_text(usage) group by 1, 2, 3, 4
    )
    insert into daily_quantities (day, service, model, requests, credits, quantities)
    select day, service, model, count(*), -sum(amount), (
        select jsonb_object_agg(key, quantity) from counted
        where (counted.day, counted.service, counted.model) = (priced.day, priced.service, priced.model))
    from priced where usage is not null group by 1, 2, 3
  `);
}

async function refreshSales(tx: Tx, from: string | undefined): Promise<void> {
  await tx.execute(sql`delete from daily_sales where ${from ? sql`day >= ${from}` : sql`true`}`);
  await tx.execute(sql`
    with paid as (
      select *, row_number() over (partition by account_id order by completed_at, id) = 1 as first
      from purchases where completed_at is not null
    ), sold as (
      select ${dayOf("completed_at")} as day, pack_code,
        coalesce(accepted_currency, currency) as currency, 1 as purchases, first::int as first,
        coalesce(paid_minor, 0) as paid, 0::bigint as refunded
      from paid where ${since(from, "completed_at")}
    ), refunded as (
      select (refunds.created_at at time zone 'UTC')::date as day, pack_code,
        coalesce(accepted_currency, currency) as currency, 0 as purchases, 0 as first,
        0::bigint as paid, refunds.amount_minor as refunded
      from payment_refunds refunds
      join paid on paid.account_id = refunds.account_id and paid.id = refunds.purchase_id
      where refunds.status in ('succeeded', 'pending')
        and (refunds.payment_id is null or refunds.payment_id = paid.payment_id)
        and ${from === undefined ? sql`true` : sql`refunds.created_at >= ${from}::date::timestamp at time zone 'UTC'`}
    )
    insert into daily_sales
      (day, pack_code, currency, purchases, first_purchases, paid_minor, refunded_minor)
    select day, pack_code, currency, sum(purchases), sum(first), sum(paid), sum(refunded)
    from (select * from sold union all select * from refunded) moves group by 1, 2, 3
  `);
}

async function refreshTotals(tx: Tx, at: Date): Promise<void> {
  const now = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    with accounts as (
      select count(*) as accounts, count(*) filter (where balance < 0) as in_debt,
        coalesce(sum(balance) filter (where balance > 0), 0) as outstanding,
        coalesce(-sum(balance) filter (where balance < 0), 0) as owed,
        coalesce(sum(held), 0) as held
      from credit_accounts
    ), lots as (
      select coalesce(sum(remaining) filter (
          where expires_at < ${now} + make_interval(days => ${EXPIRING_DAYS})), 0) as expiring,
        coalesce(sum(remaining) filter (where age < 30), 0) as days30,
        coalesce(sum(remaining) filter (where age >= 30 and age < 90), 0) as days90,
        coalesce(sum(remaining) filter (where age >= 90 and age < 365), 0) as days365,
        coalesce(sum(remaining) filter (where age >= 365), 0) as older
      from (
        select *, extract(epoch from ${now} - created_at) / 86400 as age
        from credit_lots where open and (expires_at is null or expires_at > ${now})
      ) open
    ), spenders as (
      select count(distinct account_id) as active from daily_usage
      where day > (${now} at time zone 'UTC')::date - ${ACTIVE_DAYS}::int and credits > 0
    ), buyers as (
      select count(distinct account_id) filter (where not came_back) as new_buyers,
        count(distinct account_id) filter (where came_back) as returning_buyers
      from (
        select account_id, exists (
          select from purchases earlier where earlier.account_id = recent.account_id
            and earlier.completed_at <= ${now} - make_interval(days => ${ACTIVE_DAYS})) as came_back
        from purchases recent
        where completed_at > ${now} - make_interval(days => ${ACTIVE_DAYS})
      ) bought
    )
    insert into account_totals
      (id, refreshed_at, took_ms, accounts, in_debt, active, new_buyers, returning_buyers,
        outstanding, owed, held, expiring, by_age)
    select 1, ${now}, 0, accounts, in_debt, active, new_buyers, returning_buyers,
      outstanding, owed, held, expiring, json_build_object(
      'days30', days30::text, 'days90', days90::text, 'days365', days365::text, 'older', older::text)
    from accounts, lots, spenders, buyers
    on conflict (id) do update set refreshed_at = excluded.refreshed_at,
      accounts = excluded.accounts, in_debt = excluded.in_debt, active = excluded.active,
      new_buyers = excluded.new_buyers, returning_buyers = excluded.returning_buyers,
      outstanding = excluded.outstanding, owed = excluded.owed, held = excluded.held,
      expiring = excluded.expiring, by_age = excluded.by_age
  `);
}
