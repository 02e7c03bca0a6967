import { and, asc, eq, gt, isNull, notExists, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { creditLots, emails, users } from "@/db/schema";
import { enqueue } from "@/lib/queue/enqueue";
import { expiringMailKey } from "./send-expiring-credits";

const PAGE = 500;

/**
 * Enqueues a mail for each lot of paid credits that expires within a week and whose owner hasn't
 * been told. The mail's key says so, once it was sent; until then its job has the lot's id.
 */
export async function findExpiringCredits(database: Database): Promise<void> {
  for (let after: string | undefined; ; ) {
    const due = await database.read
      .select({ accountId: creditLots.accountId, lotId: creditLots.id })
      .from(creditLots)
      .innerJoin(users, and(eq(users.accountId, creditLots.accountId), isNull(users.deletedAt)))
      .where(
        and(
          sql`${creditLots.open}`,
          eq(creditLots.kind, "paid"),
          sql`${creditLots.expiresAt} > clock_timestamp()`,
          sql`${creditLots.expiresAt} <= clock_timestamp() + interval '7 days'`,
          notExists(
            database.read
              .select({ key: emails.key })
              .from(emails)
              .where(eq(emails.key, expiringMailKey(creditLots.id))),
          ),
          after === undefined ? undefined : gt(creditLots.id, after),
        ),
      )
      .orderBy(asc(creditLots.id))
      .limit(PAGE);
    await database.transaction((tx) =>
      enqueue(
        tx,
        due.map((data) => ({ queue: "expiring-credits", data, id: data.lotId })),
      ),
    );
    if (due.length < PAGE) return;
    after = due.at(-1)?.lotId;
  }
}
