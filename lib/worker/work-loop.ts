import { setTimeout as wait } from "node:timers/promises";
import type PgBoss from "pg-boss";
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
 * @returns a function that lets the job under way end, and stops
 */
export function startLoop<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  context: JobContext,
  pollMs: number,
): () => Promise<void> {
  const stop = new AbortController();
  const ended = (async () => {
    while (!stop.signal.aborted) {
      const worked = await workOnce(boss, name, context, stop.signal);
      if (!worked) await wait(pollMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return async () => {
    stop.abort();
    await ended;
  };
}

async function workOnce<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  context: JobContext,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    // While the database is away this finds nothing, without a word.
    const jobs = await boss.fetch<Record<string, unknown>>(name, { batchSize: BATCH });
    for (const job of jobs) {
      if (signal.aborted) await boss.fail(name, job.id, { message: "The process is stopping." });
      else await runJob(boss, name, context, job);
    }
    return jobs.length > 0;
  } catch (error) {
    // What became of the job couldn't be written. It expires, and is run again.
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
