import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Receipt } from "@/components/credits/receipt";
import { PageHeader } from "@/components/page-header";
import { PrintButton } from "@/components/print-button";
import { requirePerson } from "@/lib/access";
import { findPurchase } from "@/lib/billing/purchases";
import { quoteRefund } from "@/lib/billing/refund";
import { database } from "@/lib/database";
import { isId, newId } from "@/lib/ids";
import { listLotsOfPayment } from "@/lib/ledger/read-entries";
import { RefundForm } from "./refund-form";

export const metadata: Metadata = { title: "Receipt" };

export default async function PurchasePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const person = await requirePerson(`/admin/credits/purchases/${id}`);
  const db = database().read;
  const purchase = isId(id) ? await findPurchase(db, id) : undefined;
  // To anybody but its buyer and admins a purchase doesn't exist.
  const visible = purchase?.accountId === person.accountId || person.role === "admin";
  if (!purchase || !visible) notFound();
  const lots = purchase.paymentId
    ? await listLotsOfPayment(db, purchase.accountId, purchase.paymentId)
    : [];
  const quote =
    person.role === "admin" && purchase.completedAt
      ? await quoteRefund(db, { accountId: purchase.accountId, purchaseId: purchase.id })
      : undefined;
  return (
    <>
      <PageHeader title={purchase.completedAt ? "Receipt" : "Order"} lead={purchase.packName}>
        <PrintButton />
      </PageHeader>
      <Receipt purchase={purchase} lots={lots} />
      {quote && <RefundForm quote={quote} requestId={newId()} />}
    </>
  );
}
