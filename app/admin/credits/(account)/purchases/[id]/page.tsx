import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Receipt } from "@/components/credits/receipt";
import { Timeline } from "@/components/credits/timeline";
import { Logo } from "@/components/logo";
import { PageHeader } from "@/components/page-header";
import { PrintButton } from "@/components/print-button";
import { requirePerson } from "@/lib/access";
import { findOwner } from "@/lib/customers/accounts";
import { listEntriesOfPayment, listLotsOfPayment } from "@/lib/ledger/read-entries";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { quoteRefund } from "@/lib/refunds/request-refund";
import { database } from "@/lib/runtime/database";
import { isId, newId } from "@/lib/shared/ids";
import { RefundForm } from "./refund-form";
import { RefundRequests } from "./refund-requests";

export const metadata: Metadata = { title: "Receipt" };

export default async function PurchasePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const person = await requirePerson(`/admin/credits/purchases/${id}`);
  const db = database().read;
  const purchase = isId(id) ? await findPurchase(db, id) : undefined;
  // To anybody but its buyer and admins a purchase doesn't exist.
  const visible = purchase?.accountId === person.accountId || person.role === "admin";
  if (!purchase || !visible) notFound();
  const { accountId, paymentId } = purchase;
  const [buyer, lots, entries] = await Promise.all([
    findOwner(db, accountId),
    paymentId ? listLotsOfPayment(db, accountId, paymentId) : [],
    paymentId ? listEntriesOfPayment(db, accountId, paymentId) : [],
  ]);
  const quote =
    person.role === "admin" && purchase.completedAt
      ? await quoteRefund(db, { accountId: purchase.accountId, purchaseId: purchase.id })
      : undefined;
  return (
    <>
      <div className="hidden print:block">
        <Logo />
      </div>
      <PageHeader title={purchase.completedAt ? "Receipt" : "Order"} lead={purchase.packName}>
        <PrintButton />
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Receipt
          purchase={purchase}
          lots={lots}
          entries={entries}
          buyer={buyer}
          accountHref={person.role === "admin" ? `/admin/credits/accounts/${accountId}` : undefined}
        />
        <div className="grid gap-6">
          <Timeline purchase={purchase} entries={entries} />
          {quote && <RefundRequests purchase={quote} />}
          {quote && <RefundForm quote={quote} requestId={newId()} />}
        </div>
      </div>
    </>
  );
}
