import { type SQL, sql } from "drizzle-orm";
import type { RetentionDays } from "@/env";

/** What is removed after a while. */
export interface RetentionRule {
  /** As people read it. */
  readonly name: string;
  readonly days: (settings: RetentionDays) => number;
  /** The variable that sets them; none where they are fixed. */
  readonly setting?: string;
  /**
   * Removes a batch of what is older than an instant. One statement, so that it locks few rows and
   * for a moment only. It returns a row for each thing removed.
   */
  readonly removeBatch: (before: Date, limit: number) => SQL;
}

/** Statuses after which an event is never processed again by itself. */
const DONE = sql`('processed', 'ignored', 'dismissed')`;

export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    name: "payloads of events",
    days: ({ eventPayloads }) => eventPayloads,
    setting: "RETENTION_EVENT_PAYLOADS_DAYS",
    // The ids and the type stay: what was decided by them must be explainable for ever.
    removeBatch: (before, limit) => sql`
      update stripe_events set payload = jsonb_build_object(
        'id', payload -> 'id', 'type', payload -> 'type', 'created', payload -> 'created',
        'removed', true,
        'data', jsonb_build_object('object', jsonb_build_object(
          'id', payload #> '{data,object,id}', 'object', payload #> '{data,object,object}')))
      where id in (
        select id from stripe_events
        where first_received_at < ${before.toISOString()}::timestamptz
          and status in ${DONE} and not payload ? 'removed'
        order by first_received_at limit ${limit})
      returning id`,
  },
  {
    name: "deliveries",
    days: ({ deliveries }) => deliveries,
    setting: "RETENTION_DELIVERIES_DAYS",
    removeBatch: deleteBatch({ table: "stripe_deliveries", at: "received_at" }),
  },
  {
    name: "mails",
    days: ({ mails }) => mails,
    setting: "RETENTION_MAILS_DAYS",
    removeBatch: deleteBatch({ table: "emails", at: "created_at", unless: "sending" }),
  },
  {
    name: "reports of reconciliations",
    days: ({ reconciliations }) => reconciliations,
    setting: "RETENTION_RECONCILIATIONS_DAYS",
    removeBatch: deleteBatch({
      ...{ table: "reconciliation_runs", at: "started_at", unless: "running" },
    }),
  },
  {
    name: "sessions that ended",
    // Longer than any session lives: what is older can't be in use, ended or not.
    days: () => 60,
    removeBatch: deleteBatch({ table: "sessions", at: "created_at" }),
  },
  {
    name: "quotes",
    // A hold on one lasts for a week and may be extended; what it charged stands on the entry.
    days: () => 90,
    removeBatch: (before, limit) => sql`
      delete from quotes where id in (
        select id from quotes
        where created_at < ${before.toISOString()}::timestamptz limit ${limit})
      returning id`,
  },
  {
    name: "links and codes of mails",
    days: () => 30,
    removeBatch: deleteBatch({ table: "one_time_tokens", at: "expires_at" }),
  },
  {
    name: "counters of limits",
    // Far beyond the longest time that a try counts.
    days: () => 1,
    removeBatch: deleteBatch({ table: "rate_limits", at: "last_try_at", key: "key" }),
  },
];

interface OldRows {
  readonly table: string;
  /** The column that says how old a row is. */
  readonly at: string;
  /** The primary key; `id` unless told. */
  readonly key?: string;
  /** Rows with this status are in use, however old. */
  readonly unless?: string;
}

/** Deletes the oldest rows of a table. */
function deleteBatch({ table, at, key = "id", unless }: OldRows): RetentionRule["removeBatch"] {
  const [rows, age, id] = [sql.identifier(table), sql.identifier(at), sql.identifier(key)];
  const isFree = unless === undefined ? sql`` : sql`and status <> ${unless}`;
  return (before, limit) => sql`
    delete from ${rows} where ${id} in (
      select ${id} from ${rows}
      where ${age} < ${before.toISOString()}::timestamptz ${isFree}
      order by ${age} limit ${limit})
    returning ${id}`;
}
