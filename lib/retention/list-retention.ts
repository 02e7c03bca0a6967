import type { Db } from "@/db/client";
import { retentionRuns } from "@/db/schema";
import type { RetentionDays } from "@/env";
import { RETENTION_RULES } from "./rules";

/** A rule as it is in force. */
export interface Retention {
  /** What is removed. */
  readonly name: string;
  /** 0: it is kept for ever. */
  readonly days: number;
  /** The variable that sets the days; undefined where they are fixed. */
  readonly setting: string | undefined;
  /** When it was last carried out and how many it removed then; undefined before the first time. */
  readonly lastRun: { readonly finishedAt: Date; readonly removed: number } | undefined;
}

/** What is removed after a while, with its setting and its last run. */
export async function listRetention(db: Db, settings: RetentionDays): Promise<Retention[]> {
  const runs = await db.select().from(retentionRuns);
  const lastRuns = new Map(runs.map((run) => [run.rule, run]));
  return RETENTION_RULES.map(({ name, days, setting }) => ({
    name,
    days: days(settings),
    setting,
    lastRun: lastRuns.get(name),
  }));
}
