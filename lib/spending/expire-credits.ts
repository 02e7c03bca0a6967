import { and, asc, gt, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { commitCredits } from "./commit-credits";

const PAGE = 100;

/**
 * Writes the entries of credits and holds that have expired on accounts that no command comes to.
 * Balances are right without it, since reads and commands count what has expired as gone; entries,
 * reports and mails are not.
 * @returns how many accounts had something due
 */
export async function expireCredits(database: Database): Promise<number> {
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const due = await database.read
      .select({ id: creditAccounts.id })
      .from(creditAccounts)
      .where(
        and(
          lte(creditAccounts.nextExpiryAt, sql`clock_timestamp()`),
          // Each once: what a hold reserves stays due until the hold ends.
          after === undefined ? undefined : gt(creditAccounts.id, after),
        ),
      )
      .orderBy(asc(creditAccounts.id))
      .limit(PAGE);
    if (due.length > 0) {
      await database.transaction((tx) =>
        commitCredits(
          tx,
          due.map(({ id }) => ({
            kind: "expire",
            accountId: id,
            actor: "system",
            reason: "Credits expired",
          })),
        ),
      );
    }
    count += due.length;
    after = due.at(-1)?.id;
    if (due.length < PAGE) return count;
  }
}
