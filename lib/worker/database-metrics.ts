import { desc, eq, max, sql } from "drizzle-orm";
import { Gauge } from "prom-client";
import type { Db } from "@/db/client";
import { backups, creditHolds, ledgerSeals } from "@/db/schema";
import { countJobs } from "@/lib/queue/dead-jobs";
import { readLastRun } from "@/lib/reconciliation/runs";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { metrics } from "@/lib/shared/metrics";
import { processWide } from "@/lib/shared/process-wide";

/**
 * Metrics that are read from the database when they are asked for. In the worker only: the sum over
 * all processes would count them several times.
 */
export function registerDatabaseMetrics(db: Db, clock: Clock = systemClock): void {
  processWide("database-metrics", () => {
    const registers = [metrics().registry];
    new Gauge({
      name: "credits_queue_jobs",
      help: "Jobs that wait or run",
      labelNames: ["state"],
      registers,
      async collect() {
        const { waiting, running } = await countJobs(db);
        this.set({ state: "waiting" }, waiting);
        this.set({ state: "running" }, running);
      },
    });
    gauge("credits_dead_jobs", "Jobs that failed for good and wait for an admin", async () => {
      const { dead } = await countJobs(db);
      return dead;
    });
    new Gauge({
      name: "credits_events_attention",
      help: "Stripe events that wait for an admin, by status",
      labelNames: ["status"],
      registers,
      async collect() {
        const rows = await db.execute<{ status: string; count: number }>(sql`
          select status::text, count(*)::int as count from stripe_events
          where status in ('unmatched', 'mismatch', 'failed') group by status`);
        for (const status of ["unmatched", "mismatch", "failed"]) {
          this.set({ status }, rows.find((row) => row.status === status)?.count ?? 0);
        }
      },
    });
    const startedAt = clock();
    const ageOf = (at: Date | undefined) =>
      (clock().getTime() - (at ?? startedAt).getTime()) / 1000;
    gauge(
      "credits_reconcile_age_seconds",
      "Time since the last comparison with Stripe began; before the first, since this worker did",
      async () => ageOf((await readLastRun(db))?.startedAt),
    );
    gauge(
      "credits_seal_age_seconds",
      "Time since the last seal of the ledger; before the first, since this worker began",
      async () => {
        const [last] = await db
          .select({ at: ledgerSeals.createdAt })
          .from(ledgerSeals)
          .orderBy(desc(ledgerSeals.seq))
          .limit(1);
        return ageOf(last?.at);
      },
    );
    gauge("credits_holds_open", "Holds that are neither captured, released nor expired", () =>
      db.$count(creditHolds, eq(creditHolds.state, "open")),
    );
    gauge(
      "credits_backup_age_seconds",
      "Time since the last backup was finished; before the first, since this worker began",
      async () => {
        const [last] = await db.select({ at: max(backups.finishedAt) }).from(backups);
        return ageOf(last?.at ?? undefined);
      },
    );
    return true;

    function gauge(name: string, help: string, read: () => Promise<number>): void {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    }
  });
}
