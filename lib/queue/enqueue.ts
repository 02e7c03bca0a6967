import PgBoss from "pg-boss";
import type { Tx } from "@/db/client";
import { executeOn } from "./execute-sql";
import { type JobData, QUEUES, type QueueName } from "./queues";

/** A job to be done later. */
export type NewJob = {
  [Name in QueueName]: {
    readonly queue: Name;
    readonly data: JobData<Name>;
    /** A UUID that stands for the cause: a job of this id that is there is not made again. */
    readonly id?: string;
  };
}[QueueName];

// Never started: it knows how pg-boss writes jobs, and each call brings its own connection.
const boss = new PgBoss({
  schema: "pgboss",
  db: { executeSql: () => Promise.reject(new Error("enqueue writes in a transaction only")) },
});

/**
 * Enqueues jobs in the transaction that causes them: they exist exactly when it commits, and no
 * worker sees them sooner. One statement, however many there are.
 */
export async function enqueue(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ queue, data, id }) => ({
    name: queue,
    data: QUEUES[queue].data.parse(data),
    ...(id && { id }),
  }));
  await boss.insert(rows, { db: { executeSql: executeOn(tx) } });
}
