import type { Db } from "@/db/client";
import type { RetentionDays } from "@/env";
import { listRetention } from "@/lib/retention/list-retention";
import { countNoun } from "@/lib/shared/count-noun";
import type { Finding } from "./finding";

const HOUR_MS = 3_600_000;
/** It runs every night: a night was missed. */
const LATE_AFTER_HOURS = 48;

/** Whether what is older than its retention setting was removed of late, and what is kept for ever. */
export async function checkRetention(db: Db, settings: RetentionDays, now: Date): Promise<Finding> {
  const subject = "Retention";
  const rules = await listRetention(db, settings);
  const runs = rules.filter(({ days }) => days > 0).map(({ lastRun }) => lastRun?.finishedAt);
  const advice = "The worker removes old data every night: check that it runs, and its log.";
  // Of the rule that is furthest behind.
  const hours = Math.max(...runs.map((at) => hoursBetween(at, now)));
  if (hours === Number.POSITIVE_INFINITY) {
    return { subject, state: "warning", found: "has not yet run for all data", advice };
  }
  const ago = `ran ${countNoun(hours, "hour")} ago`;
  if (hours >= LATE_AFTER_HOURS) return { subject, state: "warning", found: `last ${ago}`, advice };
  const kept = rules.filter(({ days }) => days === 0).map(({ name }) => name);
  const found = kept.length === 0 ? ago : `${ago}; kept for ever: ${kept.join(", ")}`;
  return { subject, state: "fine", found };
}

/** Infinity: never. */
function hoursBetween(at: Date | undefined, now: Date): number {
  return at ? Math.floor((now.getTime() - at.getTime()) / HOUR_MS) : Number.POSITIVE_INFINITY;
}
