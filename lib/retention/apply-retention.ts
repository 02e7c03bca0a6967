import type { Db } from "@/db/client";
import { retentionRuns } from "@/db/schema";
import type { RetentionDays } from "@/env";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { log } from "@/lib/shared/log";
import { RETENTION_RULES } from "./rules";

const DAY_MS = 86_400_000;
const BATCH = 500;

/**
 * Removes what is older than its setting, in batches that hold no lock for long. Safe to be
 * interrupted and to be run twice at once.
 * @returns how many of each were removed, by the name of the rule
 */
export async function applyRetention(
  db: Db,
  settings: RetentionDays,
  options: { readonly clock?: Clock; readonly batch?: number } = {},
): Promise<Readonly<Record<string, number>>> {
  const { clock = systemClock, batch = BATCH } = options;
  const removed: Record<string, number> = {};
  for (const { name, days, removeBatch } of RETENTION_RULES) {
    const kept = days(settings);
    if (kept === 0) continue;
    const before = new Date(clock().getTime() - kept * DAY_MS);
    let total = 0;
    for (let last = batch; last === batch; total += last) {
      last = (await db.execute(removeBatch(before, batch))).length;
    }
    removed[name] = total;
    await recordRun(db, { rule: name, removed: total, finishedAt: clock() });
  }
  if (Object.values(removed).some((count) => count > 0)) {
    log.info({ removed }, "Removed what was older than its retention setting");
  }
  return removed;
}

async function recordRun(db: Db, run: typeof retentionRuns.$inferInsert): Promise<void> {
  const { finishedAt, removed } = run;
  await db
    .insert(retentionRuns)
    .values(run)
    .onConflictDoUpdate({ target: retentionRuns.rule, set: { finishedAt, removed } });
}
