import { max } from "drizzle-orm";
import type { Db } from "@/db/client";
import { backups } from "@/db/schema";
import { countNoun } from "@/lib/shared/count-noun";
import type { Finding } from "./finding";

const HOUR_MS = 3_600_000;
const OLD_AFTER_HOURS = 48;

/** Whether a backup was made of late, by `npm run backup` or by compose. */
export async function checkBackup(db: Db, now: Date): Promise<Finding> {
  const subject = "Backup";
  const [last] = await db.select({ at: max(backups.finishedAt) }).from(backups);
  const advice =
    "Run npm run backup every day, by cron or by the backup service of compose, and copy the files elsewhere. A snapshot of another kind isn't known here.";
  if (!last?.at) return { subject, state: "warning", found: "none was made", advice };
  const hours = Math.floor((now.getTime() - last.at.getTime()) / HOUR_MS);
  const found = `the last one was made ${countNoun(hours, "hour")} ago`;
  return hours < OLD_AFTER_HOURS
    ? { subject, state: "fine", found }
    : { subject, state: "warning", found, advice };
}
