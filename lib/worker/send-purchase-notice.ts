import { and, eq, isNull } from "drizzle-orm";
import { purchases, users } from "@/db/schema";
import { env } from "@/env";
import { issueDocuments } from "@/lib/documents/issue-document";
import { deliver } from "@/lib/email/deliver";
import { renderPurchaseNotice } from "@/lib/email/render";
import { readAccount } from "@/lib/ledger/read-account";
import { owedOf } from "@/lib/purchases/debt";
import type { JobData } from "@/lib/queue/queues";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";
import { formatsOf, recipientColumns } from "./recipient";

/** Tells a customer that a payment was refunded, disputed or refused, or is under review. */
export async function sendPurchaseNotice(
  { database, mail }: JobContext,
  { accountId, purchaseId, news, subject, amountMinor }: JobData<"purchase-notice">,
): Promise<void> {
  const db = database.read;
  const [found] = await db
    .select({ purchase: purchases, user: recipientColumns })
    .from(purchases)
    .innerJoin(users, and(eq(users.id, purchases.userId), isNull(users.deletedAt)))
    .where(and(eq(purchases.accountId, accountId), eq(purchases.id, purchaseId)));
  await issueDocuments(database, { accountId, purchaseId });
  // The customer was deleted since, so there is nobody to write to.
  if (!found) return;
  const { purchase, user } = found;
  const currency = purchase.acceptedCurrency ?? purchase.currency;
  const { balance } = await readAccount(db, accountId);
  const owed = owedOf(balance);
  const formats = formatsOf(user);
  const { brand, senderName } = await readMailBrand(db);
  const message = await renderPurchaseNotice(
    {
      news,
      name: user.name,
      packName: purchase.packName,
      amount: formats.money(amountMinor, currency),
      paid: formats.money(purchase.paidMinor ?? purchase.amountMinor, currency),
      balance:
        owed > 0n
          ? `You owe ${formats.credits(owed)} credits`
          : `${formats.credits(balance)} credits`,
      purchaseId,
      purchaseUrl: `${env().web.appUrl}/admin/credits/purchases/${purchaseId}`,
    },
    brand,
  );
  const key = `purchase-notice:${news}:${subject}`;
  await deliver(db, { key, accountId, to: user, ...message }, { ...mail, senderName });
}
