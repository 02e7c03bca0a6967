import { and, eq, isNull } from "drizzle-orm";
import { creditAccounts, users } from "@/db/schema";
import { env } from "@/env";
import { deliver } from "@/lib/email/deliver";
import { renderLowBalance } from "@/lib/email/render";
import type { JobData } from "@/lib/queue/queues";
import { fromMicro } from "@/lib/shared/credits";
import { hasOwnBalanceAlert, readBalanceAlert } from "@/lib/spending/balance-alerts";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";
import { formatsOf, recipientColumns } from "./recipient";

/**
 * Tells a customer that the balance fell below the threshold, if it still is below. An owner's own
 * threshold holds in place of the setting's, also when it is lower or when there is none.
 */
export async function sendLowBalance(
  { database, mail }: JobContext,
  { accountId, seq, byOwner = false }: JobData<"low-balance">,
): Promise<void> {
  if (!byOwner && (await hasOwnBalanceAlert(database.read, accountId))) return;
  const threshold = await readBalanceAlert(database.read, accountId);
  if (threshold === null) return;
  const [found] = await database.read
    .select({
      balance: creditAccounts.balance,
      user: recipientColumns,
    })
    .from(creditAccounts)
    .innerJoin(users, and(eq(users.accountId, creditAccounts.id), isNull(users.deletedAt)))
    .where(eq(creditAccounts.id, accountId));
  // More was bought meanwhile, so the notice would be wrong.
  if (!found || found.balance >= threshold) return;
  const formats = formatsOf(found.user);
  const inDebt = found.balance < 0n;
  const { brand, senderName } = await readMailBrand(database.read);
  const message = await renderLowBalance(
    {
      name: found.user.name,
      credits: formats.credits(inDebt ? fromMicro(-found.balance) : found.balance),
      inDebt,
      threshold: formats.credits(threshold),
      packsUrl: `${env().web.appUrl}/admin/credits`,
    },
    brand,
  );
  const key = `low-balance:${accountId}:${seq}`;
  await deliver(
    database.read,
    { key, accountId, to: found.user, ...message },
    { ...mail, senderName },
  );
}
