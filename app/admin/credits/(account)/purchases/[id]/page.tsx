import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentsCard } from "@/components/credits/documents-card";
import { Receipt } from "@/components/credits/receipt";
import { Timeline } from "@/components/credits/timeline";
import { PageHeader } from "@/components/page-header";
import { PrintButton } from "@/components/print-button";
import { currentStaff, requireUser } from "@/lib/access";
import { findOwner, nameOwner } from "@/lib/customers/find-owner";
import { listDocuments, writeNumber } from "@/lib/documents/issue-document";
import { findPaymentMethod } from "@/lib/documents/payment-method";
import { listEntriesOfPayment, listLotsOfPayment } from "@/lib/ledger/read-entries";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { quoteRefund } from "@/lib/refunds/request-refund";
import { database } from "@/lib/runtime/database";
import { isId, newId } from "@/lib/shared/ids";
import { BrandLogo } from "../../../../../brand-logo";
import { RefundForm } from "./refund-form";
import { RefundRequests } from "./refund-requests";

export const metadata: Metadata = { title: "Purchase" };

export default async function PurchasePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await requireUser(`/admin/credits/purchases/${id}`);
  const db = database().read;
  const purchase = isId(id) ? await findPurchase(db, id) : undefined;
  // A purchase exists for its buyer and for admins only.
  const isAdmin = Boolean(await currentStaff());
  const visible = purchase?.accountId === user.accountId || isAdmin;
  if (!purchase || !visible) notFound();
  const { accountId, paymentId } = purchase;
  const [owner, lots, entries, documents, method] = await Promise.all([
    findOwner(db, accountId),
    paymentId ? listLotsOfPayment(db, accountId, paymentId) : [],
    paymentId ? listEntriesOfPayment(db, accountId, paymentId) : [],
    listDocuments(db, { accountId, purchaseId: purchase.id }),
    findPaymentMethod(db, purchase.chargeId),
  ]);
  const reader = isAdmin ? "admin" : "buyer";
  const quote =
    isAdmin && purchase.completedAt
      ? await quoteRefund(db, { accountId: purchase.accountId, purchaseId: purchase.id })
      : undefined;
  return (
    <>
      <div className="hidden print:block">
        <BrandLogo />
      </div>
      <PageHeader
        title={purchase.packName}
        lead={purchase.completedAt ? "Purchase and receipt" : "Purchase"}
        trail={
          isAdmin
            ? [
                { href: "/admin/credits/customers", label: "Customers" },
                {
                  href: `/admin/credits/customers/${accountId}`,
                  label: nameOwner(owner) ?? "Customer",
                },
              ]
            : [
                { href: "/admin/credits/history", label: "Activity" },
                { href: "/admin/credits/history?show=purchases", label: "Purchases" },
              ]
        }
      >
        <PrintButton />
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Receipt
          purchase={purchase}
          lots={lots}
          entries={entries}
          customer={owner?.user}
          customerHref={isAdmin ? `/admin/credits/customers/${accountId}` : undefined}
          method={method}
          receiptNumber={documents[0] && writeNumber(documents[0])}
          reader={reader}
        />
        <div className="grid gap-6">
          {purchase.completedAt && (
            <DocumentsCard
              documents={documents.map((document) => ({
                ...document,
                number: writeNumber(document),
              }))}
            />
          )}
          <Timeline purchase={purchase} entries={entries} reader={reader} />
          {quote && <RefundRequests purchase={quote} />}
          {/* Staff ask a colleague to refund what they bought themselves. */}
          {quote && accountId !== user.accountId && (
            <RefundForm
              quote={quote}
              requestId={newId()}
              customer={nameOwner(owner) ?? "a deleted customer"}
            />
          )}
        </div>
      </div>
    </>
  );
}
