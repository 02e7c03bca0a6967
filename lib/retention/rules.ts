import { type SQL, sql } from "drizzle-orm";
import type { RetentionDays } from "@/env";

/** What is removed after a while. */
export interface RetentionRule {
  /** As people read it. */
  readonly name: string;
  readonly days: (settings: RetentionDays) => number;
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
    removeBatch: (before, limit) => sql`
      delete from stripe_deliveries where id in (
        select id from stripe_deliveries
        where received_at < ${before.toISOString()}::timestamptz limit ${limit})
      returning id`,
  },
  {
    name: "mails",
    days: ({ mails }) => mails,
    removeBatch: (before, limit) => sql`
      delete from emails where id in (
        select id from emails
        where created_at < ${before.toISOString()}::timestamptz and status <> 'sending'
        order by created_at limit ${limit})
      returning id`,
  },
  {
    name: "reports of reconciliations",
    days: ({ reconciliations }) => reconciliations,
    removeBatch: (before, limit) => sql`
      delete from reconciliation_runs where id in (
        select id from reconciliation_runs
        where started_at < ${before.toISOString()}::timestamptz and status <> 'running'
        order by started_at limit ${limit})
      returning id`,
  },
  {
    name: "sessions that ended",
    // Longer than any session lives: what is older can't be in use, ended or not.
    days: () => 60,
    removeBatch: (before, limit) => sql`
      delete from sessions where id in (
        select id from sessions
        where created_at < ${before.toISOString()}::timestamptz limit ${limit})
      returning id`,
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
    removeBatch: (before, limit) => sql`
      delete from one_time_tokens where id in (
        select id from one_time_tokens
        where expires_at < ${before.toISOString()}::timestamptz limit ${limit})
      returning id`,
  },
  {
    name: "counters of limits",
    // Far beyond the longest time that a try counts.
    days: () => 1,
    removeBatch: (before, limit) => sql`
      delete from rate_limits where key in (
        select key from rate_limits
        where last_try_at < ${before.toISOString()}::timestamptz
        order by last_try_at limit ${limit})
      returning key`,
  },
];
