import { setTimeout as wait } from "node:timers/promises";
import type PgBoss from "pg-boss";
import { handBackJobs } from "@/lib/queue/hand-back-jobs";
import { QUEUES, type QueueName } from "@/lib/queue/queues";
import { log } from "@/lib/shared/log";
import { metrics } from "@/lib/shared/metrics";
import { reasonOf } from "@/lib/shared/reason-of";
import { HANDLERS } from "./handlers";
import type { JobContext } from "./job-context";

const BATCH = 10;

/**
 * Works on one queue until it is stopped. pg-boss' own `work` completes jobs without waiting for
 * the database: a database that is away then ends the process (an unhandled rejection), and a stop
 * loses the completion, so that the job runs again. Here both are waited for.
 * @returns a function that lets the job under way end for at most so long, and stops; what has not
 *   ended then, or was not begun, is handed back as if it had never been fetched
 */
export function startLoop<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  context: JobContext,
  pollMs: number,
): (graceMs: number) => Promise<void> {
  const stop = new AbortController();
  const taken = new Set<string>();
  const ended = (async () => {
    while (!stop.signal.aborted) {
      const worked = await workOnce(boss, name, context, taken, stop.signal);
      if (!worked) await wait(pollMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return async (graceMs) => {
    stop.abort();
    const timer = new AbortController();
    await Promise.race([ended, wait(graceMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    if (taken.size > 0) await handBack(context, name, [...taken]);
  };
}

/** Another process takes them at once, and it does not count as a try. */
async function handBack(
  { database }: JobContext,
  name: QueueName,
  ids: readonly string[],
): Promise<void> {
  try {
    await handBackJobs(database.read, name, ids);
  } catch (error) {
    log.warn(
      { err: error, queue: name },
      "Jobs could not be handed back; they are run again after their expiry",
    );
  }
}

async function workOnce<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  context: JobContext,
  taken: Set<string>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    // While the database is away this finds nothing, without a word.
    const jobs = await boss.fetch<Record<string, unknown>>(name, { batchSize: BATCH });
    for (const { id } of jobs) taken.add(id);
    for (const job of jobs) {
      if (signal.aborted) break;
      await runJob(boss, name, context, job);
      taken.delete(job.id);
    }
    return jobs.length > 0;
  } catch (error) {
    // What became of the job couldn't be written. It expires, and is run again.
    taken.clear();
    log.error({ err: error, queue: name }, "A job's result could not be written");
    return false;
  }
}

async function runJob<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  context: JobContext,
  job: PgBoss.Job<Record<string, unknown>>,
): Promise<void> {
  try {
    const data = QUEUES[name].data.parse(job.data);
    await HANDLERS[name](context, data as never);
  } catch (error) {
    log.warn({ err: error, queue: name, jobId: job.id }, "A job failed; it is tried again later");
    metrics().jobs.inc({ queue: name, result: "failed" });
    await boss.fail(name, job.id, { message: reasonOf(error) });
    return;
  }
  metrics().jobs.inc({ queue: name, result: "done" });
  await boss.complete(name, job.id);
}
