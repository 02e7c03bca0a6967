import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import type { Viewer } from "@/lib/shared/viewer";

/** Keeps how a user's browser writes numbers and dates, so that mails do the same. */
export async function rememberViewer(
  db: Db,
  userId: string,
  { locale, timeZone }: Viewer,
): Promise<void> {
  await db
    .update(users)
    .set({ locale, timeZone })
    .where(
      and(
        eq(users.id, userId),
        // Most requests change nothing, and then write nothing.
        sql`(${users.locale}, ${users.timeZone}) is distinct from (${locale}, ${timeZone})`,
      ),
    );
}
