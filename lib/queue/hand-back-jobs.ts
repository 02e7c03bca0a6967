import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { QueueName } from "./queues";

/**
 * Makes jobs that this process fetched and did not end free for others, as if they had never been
 * fetched: it does not count as a try. Those that ended meanwhile stay as they are.
 */
export async function handBackJobs(
  db: Db,
  queue: QueueName,
  ids: readonly string[],
): Promise<void> {
  await db.execute(sql`
    update pgboss.job
    set state = case when retry_count > 0 then 'retry'::pgboss.job_state else 'created' end,
      retry_count = greatest(retry_count - 1, 0), started_on = null, start_after = now()
    where name = ${queue} and state = 'active' and id in ${ids}
  `);
}
