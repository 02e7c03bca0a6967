import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { withDeadline } from "@/lib/shared/deadline";

/** Whether this process can do its work: its database answers within two seconds. */
export async function isHealthy(): Promise<boolean> {
  try {
    await withDeadline(database().read.execute(sql`select 1`), 2_000);
    return true;
  } catch {
    return false;
  }
}
