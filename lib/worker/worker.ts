import PgBoss from "pg-boss";
import { database } from "@/db/client";
import { countPendingMigrations } from "@/db/pending-migrations";
import { env } from "@/env";
import { QUEUE_NAMES, QUEUES } from "@/lib/queue/queues";
import { log } from "@/lib/shared/log";
import { webhookProcessor } from "@/lib/webhooks/receive-webhook";
import { registerDatabaseMetrics } from "./database-metrics";
import type { JobContext } from "./job-context";
import { startLoop } from "./work-loop";

export interface WorkerSettings extends JobContext {
  readonly databaseUrl: string;
  /** How long an idle queue waits before it looks again. */
  readonly pollMs?: number;
  /** How long a start that wasn't possible is left alone before the next try. */
  readonly restartMs?: number;
}

const POLL_MS = 2_000;
const RESTART_MS = 5_000;
const DAY_SECONDS = 86_400;

/**
 * Starts working on jobs in this process: mail, notices, reconciliation. Any number of processes
 * may: each job is done by one. A database that is away is tried again until it is there.
 * @returns a function that takes no new jobs, lets those under way end within the grace, hands
 *   back the others, and stops
 */
export async function startWorker(
  settings: WorkerSettings = {
    database: database(),
    webhookProcessor: webhookProcessor(),
    mail: env().email,
    databaseUrl: env().database.url,
    sealKeys: env().database.sealKeys,
  },
): Promise<(graceMs: number) => Promise<void>> {
  let stopping = false;
  let retry: NodeJS.Timeout | undefined;
  let running: ((graceMs: number) => Promise<void>) | undefined;

  async function start(): Promise<void> {
    try {
      const pending = await countPendingMigrations(settings.database.read);
      if (pending === 0) {
        running = await startBoss(settings);
        registerDatabaseMetrics(settings.database.read);
        return;
      }
      log.warn({ pending }, "Jobs wait for the database's migrations: run npm run db:migrate");
    } catch (error) {
      log.error({ err: error }, "Jobs could not be started; trying again");
    }
    if (!stopping) retry = setTimeout(() => void start(), settings.restartMs ?? RESTART_MS);
  }

  await start();
  return async (graceMs) => {
    stopping = true;
    clearTimeout(retry);
    await running?.(graceMs);
  };
}

async function startBoss(settings: WorkerSettings): Promise<(graceMs: number) => Promise<void>> {
  const boss = new PgBoss({
    connectionString: settings.databaseUrl,
    application_name: "ops-center-credits jobs",
    schema: "pgboss",
    // Its tables come with our migrations; made here, the next migration would find them there.
    migrate: false,
    max: 4,
    // What failed for good stays in sight (listDeadJobs) for as long as Stripe keeps events.
    archiveFailedAfterSeconds: 30 * DAY_SECONDS,
    deleteAfterDays: 7,
  });
  boss.on("error", (error) => log.error({ err: error }, "The job queue had a fault"));
  try {
    await boss.start();
    for (const name of QUEUE_NAMES) await prepareQueue(boss, name);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  const stops = QUEUE_NAMES.map((name) =>
    startLoop(boss, name, settings, settings.pollMs ?? POLL_MS),
  );
  return async (graceMs) => {
    await Promise.all(stops.map((stop) => stop(graceMs)));
    await boss.stop({ graceful: false });
  };
}

/** Brings a queue's options and its schedule in line with the table. */
async function prepareQueue(boss: PgBoss, name: (typeof QUEUE_NAMES)[number]): Promise<void> {
  const definition = QUEUES[name];
  const options = {
    name,
    policy: definition.policy,
    retryLimit: definition.retryLimit,
    retryDelay: definition.retryDelaySeconds,
    retryBackoff: true,
    expireInSeconds: definition.expireInSeconds,
  };
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
  if ("cron" in definition) await boss.schedule(name, definition.cron, {}, { tz: "UTC" });
}
