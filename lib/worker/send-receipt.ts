import { and, eq, isNull } from "drizzle-orm";
import { ledgerEntries, purchases, users } from "@/db/schema";
import { env } from "@/env";
import { findReceiptUrl } from "@/lib/checkout/receipt-url";
import { issueDocuments } from "@/lib/documents/issue-document";
import { deliver } from "@/lib/email/deliver";
import { renderReceipt } from "@/lib/email/render";
import { findClearingPack, owedOf, payDebt } from "@/lib/purchases/debt";
import { listPacks } from "@/lib/purchases/packs";
import type { JobData } from "@/lib/queue/queues";
import { fromMicro } from "@/lib/shared/credits";
import { paidMoney } from "@/lib/shared/paid-money";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";
import { formatsOf, recipientColumns } from "./recipient";

/** Sends the receipt of a credited purchase to its customer. */
export async function sendReceipt(
  { database, mail }: JobContext,
  { accountId, purchaseId }: JobData<"receipt">,
): Promise<void> {
  const [found] = await database.read
    .select({
      purchase: purchases,
      user: recipientColumns,
      balance: ledgerEntries.balanceAfter,
    })
    .from(purchases)
    .innerJoin(users, and(eq(users.id, purchases.userId), isNull(users.deletedAt)))
    .innerJoin(
      ledgerEntries,
      and(
        eq(ledgerEntries.accountId, purchases.accountId),
        eq(ledgerEntries.kind, "purchase"),
        eq(ledgerEntries.sourceType, "payment"),
        eq(ledgerEntries.sourceId, purchases.paymentId),
      ),
    )
    .where(and(eq(purchases.accountId, accountId), eq(purchases.id, purchaseId)));
  await issueDocuments(database, { accountId, purchaseId });
  // The customer was deleted since, so there is nobody to write to.
  if (!found) return;
  const { purchase, user, balance } = found;
  const { amountMinor, currency } = paidMoney(purchase);
  const formats = formatsOf(user);
  const debt = payDebt(fromMicro(balance - purchase.credits), purchase.credits);
  const owed = owedOf(balance);
  const packs = owed > 0n ? await listPacks(database.read) : [];
  const { brand, senderName } = await readMailBrand(database.read);
  const message = await renderReceipt(
    {
      name: user.name,
      packName: purchase.packName,
      credits: formats.credits(purchase.credits),
      balance: formats.credits(balance),
      debtPaid: debt.paid > 0n ? formats.credits(debt.paid) : undefined,
      owed:
        owed > 0n
          ? { credits: formats.credits(owed), clearingPack: findClearingPack(packs, owed)?.name }
          : undefined,
      paid: formats.money(amountMinor, currency),
      tax: purchase.taxMinor ? formats.money(purchase.taxMinor, currency) : undefined,
      paidAt: formats.timestamp(purchase.completedAt ?? purchase.createdAt),
      purchaseId,
      receiptUrl: await findReceiptUrl(database, purchase),
      historyUrl: `${env().web.appUrl}/admin/credits/history`,
    },
    brand,
  );
  const key = `receipt:${purchaseId}`;
  await deliver(database.read, { key, accountId, to: user, ...message }, { ...mail, senderName });
}
