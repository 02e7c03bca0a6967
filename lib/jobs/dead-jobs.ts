import { sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { ProductError } from "@/lib/errors";
import { isId } from "@/lib/ids";
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

/** Jobs that failed for good, newest first. */
export async function listDeadJobs(db: Db, limit = 50): Promise<DeadJob[]> {
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
      created_on as "createdAt", completed_on as "failedAt"
    from pgboss.job
    where state = 'failed' and name in ${UNSCHEDULED}
    order by completed_on desc, id
    limit ${limit}
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
 * @throws ProductError not_found when it isn't dead (any more)
 */
export async function retryDeadJob(
  database: Database,
  job: { readonly queue: string; readonly id: string },
): Promise<void> {
  const revived = isId(job.id)
    ? await database.read.execute(sql`
        update pgboss.job
        set state = 'retry', retry_limit = retry_count + 1, start_after = now(), completed_on = null
        where name = ${job.queue} and id = ${job.id} and state = 'failed'
        returning id
      `)
    : [];
  if (revived.length === 0) {
    throw new ProductError("not_found", { detail: "This job isn't waiting for anybody any more." });
  }
}
