import { sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { isId } from "@/lib/shared/ids";
import { QUEUE_NAMES, QUEUES } from "./queues";

/** What is on a schedule comes again by itself, and its own page tells how it went. */
const UNSCHEDULED = QUEUE_NAMES.filter((name) => !("cron" in QUEUES[name]));

/** A job that failed for good: every retry was used up. Kept for 30 days. */
export interface DeadJob {
  readonly id: string;
  readonly queue: string;
  readonly data: Record<string, unknown>;
  /** What the last try failed with. */
  readonly error: string;
  readonly tries: number;
  readonly createdAt: Date;
  readonly failedAt: Date;
}

/** How many jobs there are in each state that an admin may ask about. */
export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  readonly dead: number;
}

/** Counts the jobs of every queue that are not done: each state has an index of its own. */
export async function countJobs(db: Db): Promise<JobCounts> {
  const [counts] = await db.execute<{ waiting: number; running: number; dead: number }>(sql`
    select
      (select count(*) from pgboss.job where state < 'active' and name in ${QUEUE_NAMES})::int as waiting,
      (select count(*) from pgboss.job where state = 'active' and name in ${QUEUE_NAMES})::int as running,
      (select count(*) from pgboss.job where state = 'failed' and name in ${UNSCHEDULED})::int as dead
  `);
  return counts ?? { waiting: 0, running: 0, dead: 0 };
}

/**
 * Jobs that failed for good, newest first.
 * @param page.before the moment and id of the last row of the page before
 */
export async function listDeadJobs(
  db: Db,
  page: { readonly limit: number; readonly before?: { readonly at: Date; readonly id: string } },
): Promise<DeadJob[]> {
  // The moment travels in an address, which has milliseconds; PostgreSQL keeps microseconds.
  const failedAt = sql`date_trunc('milliseconds', completed_on)`;
  const before =
    page.before &&
    sql`and (${failedAt}, id) < (${page.before.at.toISOString()}, ${page.before.id})`;
  const rows = await db.execute<{
    id: string;
    name: string;
    data: Record<string, unknown> | null;
    error: string | null;
    tries: number;
    createdAt: string;
    failedAt: string;
  }>(sql`
    select id, name, data, output ->> 'message' as error, retry_count + 1 as tries,
      created_on as "createdAt", ${failedAt} as "failedAt"
    from pgboss.job
    where state = 'failed' and name in ${UNSCHEDULED} ${before}
    order by ${failedAt} desc, id desc
    limit ${page.limit}
  `);
  return [...rows].map(({ name, data, error, createdAt, failedAt, ...row }) => ({
    ...row,
    queue: name,
    data: data ?? {},
    error: error ?? "It didn't say why.",
    createdAt: new Date(createdAt),
    failedAt: new Date(failedAt),
  }));
}

/**
 * Runs a dead job once more.
 * @param job.admin who asks for it, kept in the audit log
 * @throws ProductError not_found when it isn't dead (any more)
 */
export async function retryDeadJob(
  database: Database,
  job: { readonly queue: string; readonly id: string; readonly admin: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    const revived = isId(job.id)
      ? await tx.execute(sql`
          update pgboss.job
          set state = 'retry', retry_limit = retry_count + 1, start_after = now(), completed_on = null
          where name = ${job.queue} and id = ${job.id} and state = 'failed'
          returning id
        `)
      : [];
    if (revived.length === 0) {
      throw new ProductError("not_found", { detail: "This job didn't fail, or was tried again." });
    }
    await recordAudit(tx, {
      actor: job.admin,
      action: "job.retry",
      target: { type: "job", id: job.id },
      details: { queue: job.queue },
    });
  });
}
