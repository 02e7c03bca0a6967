import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { creditLots, users } from "@/db/schema";
import { env } from "@/env";
import { deliver } from "@/lib/email/deliver";
import { renderExpiringCredits } from "@/lib/email/render";
import type { JobData } from "@/lib/queue/queues";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";
import { formatsOf, recipientColumns } from "./recipient";

/** Under what a mail about a lot is kept: it is sent once. */
export function expiringMailKey(lotId: PgColumn | string): SQL<string> {
  return sql<string>`'expiring:' || ${lotId}::text`;
}

/** Tells a customer that paid credits expire soon, if some of them are still there. */
export async function sendExpiringCredits(
  { database, mail }: JobContext,
  { accountId, lotId }: JobData<"expiring-credits">,
): Promise<void> {
  const [found] = await database.read
    .select({
      remaining: creditLots.remaining,
      expiresAt: creditLots.expiresAt,
      user: recipientColumns,
    })
    .from(creditLots)
    .innerJoin(users, and(eq(users.accountId, creditLots.accountId), isNull(users.deletedAt)))
    .where(
      and(
        eq(creditLots.accountId, accountId),
        eq(creditLots.id, lotId),
        sql`${creditLots.open} and ${creditLots.expiresAt} > clock_timestamp()`,
      ),
    );
  // They were used, or have expired, while the job waited.
  if (!found?.expiresAt) return;
  const { user, remaining, expiresAt } = found;
  const formats = formatsOf(user);
  const { brand, senderName } = await readMailBrand(database.read);
  const message = await renderExpiringCredits(
    {
      name: user.name,
      credits: formats.credits(remaining),
      expiresAt: formats.timestamp(expiresAt),
      activityUrl: `${env().web.appUrl}/admin/credits`,
    },
    brand,
  );
  const key = `expiring:${lotId}`;
  await deliver(database.read, { key, accountId, to: user, ...message }, { ...mail, senderName });
}
