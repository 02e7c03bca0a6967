import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { MoneyAmount } from "@/components/credits/amount";
import { DisputeBadge, formatDisputeReason } from "@/components/credits/dispute-badge";
import { DescriptionList } from "@/components/description-list";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { requireStaff } from "@/lib/access";
import { composeEvidence, type Evidence } from "@/lib/disputes/compose-evidence";
import { canBeAnswered, findDispute } from "@/lib/disputes/list-disputes";
import { readEvidence } from "@/lib/disputes/read-evidence";
import { database } from "@/lib/runtime/database";
import { disputeUrl } from "@/lib/stripe/dashboard-url";
import { SaveEvidenceForm } from "./save-evidence-form";

export const metadata: Metadata = { title: "Dispute" };

const EVIDENCE_FIELDS = [
  ["uncategorized_text", "Summary"],
  ["access_activity_log", "Activity log"],
  ["product_description", "Product"],
  ["service_date", "Delivered on"],
  ["customer_name", "Customer’s name"],
  ["customer_email_address", "Customer’s email"],
  ["customer_purchase_ip", "Address during the purchase"],
] as const satisfies readonly (readonly [keyof Evidence, string])[];

export default async function DisputePage({ params }: { params: Promise<{ id: string }> }) {
  await requireStaff();
  const { id } = await params;
  const db = database().read;
  const found = await findDispute(db, id);
  if (!found) notFound();
  const { dispute, purchase, email } = found;
  const evidence = composeEvidence(await readEvidence(db, found));
  return (
    <>
      <PageHeader
        title={`Dispute of ${purchase.packName}`}
        lead={<code className="break-all text-xs">{dispute.id}</code>}
        trail={[{ href: "/admin/credits/disputes", label: "Disputes" }]}
      >
        <a
          href={disputeUrl(dispute.id)}
          className="font-medium text-accent underline underline-offset-4"
        >
          Open in Stripe
        </a>
      </PageHeader>
      <Card>
        <CardContent className="pt-2">
          <DescriptionList
            items={[
              ["Status", <DisputeBadge key="status" status={dispute.status} />],
              [
                "Amount",
                <MoneyAmount
                  key="amount"
                  amountMinor={dispute.amountMinor}
                  currency={dispute.currency}
                />,
              ],
              ["Reason", formatDisputeReason(dispute.reason)],
              ["Opened", <Timestamp key="opened" at={dispute.createdAt} />],
              [
                "Respond by",
                dispute.respondBy ? <Timestamp key="by" at={dispute.respondBy} /> : "–",
              ],
              [
                "Customer",
                <TextLink key="customer" href={`/admin/credits/customers/${dispute.accountId}`}>
                  {email ?? "Deleted user"}
                </TextLink>,
              ],
              [
                "Purchase",
                <TextLink key="purchase" href={`/admin/credits/purchases/${purchase.id}`}>
                  {purchase.packName}
                </TextLink>,
              ],
            ]}
          />
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Evidence</CardTitle>
          {canBeAnswered(dispute.status) && <SaveEvidenceForm disputeId={dispute.id} />}
        </CardHeader>
        <CardContent className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <p className="max-w-3xl text-muted-foreground">
            Where the disputed payment’s own credits went. Saving it stores it with the dispute in
            Stripe; nothing is sent to the bank until you send it there.
          </p>
          {EVIDENCE_FIELDS.map(([field, label]) => {
            const text = evidence[field];
            return text && <EvidenceField key={field} label={label} text={text} />;
          })}
          <a
            href={`/admin/credits/disputes/${dispute.id}/evidence.csv`}
            className="justify-self-start font-medium text-accent underline underline-offset-4"
          >
            Download all of it as CSV
          </a>
        </CardContent>
      </Card>
    </>
  );
}

function TextLink({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Link href={href as "/"} className="text-accent underline underline-offset-4">
      {children}
    </Link>
  );
}

function EvidenceField({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <section aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <h3 className="font-medium text-sm">{label}</h3>
      <pre
        className="max-h-96 overflow-auto whitespace-pre-wrap rounded-lg bg-muted p-3 font-mono text-xs"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
        tabIndex={0}
      >
        {text}
      </pre>
    </section>
  );
}
