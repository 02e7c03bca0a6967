import type { Db } from "@/db/client";
import { findSettingFaults } from "@/db/session-settings";
import { log } from "@/lib/shared/log";

/** Says at the start what is wrong with the database's role. One that is away is told by readiness. */
export async function announceDatabase(db: Db): Promise<void> {
  const faults = await findSettingFaults(db).catch(() => []);
  for (const fault of faults) log.error(fault);
}
