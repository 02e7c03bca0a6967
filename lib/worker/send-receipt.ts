import { and, eq, isNull } from "drizzle-orm";
import { ledgerEntries, purchases, users } from "@/db/schema";
import { env } from "@/env";
import { findReceiptUrl } from "@/lib/checkout/receipt-url";
import { deliver } from "@/lib/email/deliver";
import { renderReceipt } from "@/lib/email/render";
import type { JobData } from "@/lib/queue/queues";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import type { JobContext } from "./job-context";

/** Sends the receipt of a credited purchase to whoever bought it. */
export async function sendReceipt(
  { database, mail }: JobContext,
  { accountId, purchaseId }: JobData<"receipt">,
): Promise<void> {
  const [found] = await database.read
    .select({
      purchase: purchases,
      user: { name: users.name, address: users.email },
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
  // The person was deleted since: nobody is there to write to.
  if (!found) return;
  const { purchase, user, balance } = found;
  const currency = purchase.acceptedCurrency ?? purchase.currency;
  const message = await renderReceipt({
    name: user.name,
    packName: purchase.packName,
    credits: formatCredits(purchase.credits),
    balance: formatCredits(balance),
    paid: formatMoney({ amountMinor: purchase.paidMinor ?? 0, currency }),
    tax: purchase.taxMinor ? formatMoney({ amountMinor: purchase.taxMinor, currency }) : undefined,
    paidAt: formatDay(purchase.completedAt ?? purchase.createdAt),
    purchaseId,
    receiptUrl: await findReceiptUrl(database, purchase),
    historyUrl: `${env().web.appUrl}/admin/credits/history`,
  });
  const key = `receipt:${purchaseId}`;
  await deliver(database.read, { key, accountId, to: user, ...message }, mail);
}

/** UTC, because a server doesn't know where its buyer is. */
function formatDay(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  })
    .format(at)
    .concat(" UTC");
}
