import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { DeliveriesTable } from "@/components/credits/deliveries-table";
import { EventBadge } from "@/components/credits/event-badge";
import { DescriptionList } from "@/components/description-list";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { requireStaff } from "@/lib/access";
import { may, type Permission } from "@/lib/access/permissions";
import { findOwner } from "@/lib/customers/find-owner";
import { type ResolutionOption, suggestResolution } from "@/lib/exceptions/resolution-options";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { database } from "@/lib/runtime/database";
import { ATTENTION, findEvent } from "@/lib/webhooks/list-events";
import { Dismiss } from "./dismiss";
import { ProcessAgain } from "./process-again";
import { ResolutionForm } from "./resolution-form";

export const metadata: Metadata = { title: "Event" };

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireStaff();
  const { id } = await params;
  const db = database().read;
  const found = await findEvent(db, id);
  if (!found) notFound();
  const { event, deliveries } = found;
  const [resolution, purchase, owner] = await Promise.all([
    suggestResolution(db, id),
    event.purchaseId ? findPurchase(db, event.purchaseId) : undefined,
    event.accountId ? findOwner(db, event.accountId) : undefined,
  ]);
  return (
    <>
      <PageHeader
        title={event.type}
        lead={<code className="break-all text-xs">{event.id}</code>}
        trail={[{ href: "/admin/credits/webhooks", label: "Webhooks" }]}
      >
        <ProcessAgain eventId={event.id} />
      </PageHeader>
      <Card>
        <CardContent className="pt-2">
          <DescriptionList
            items={[
              ["Outcome", <EventBadge key="outcome" outcome={event.status} />],
              ["Reason", event.reason],
              ["Happened", <Timestamp key="happened" at={event.occurredAt} />],
              ["First received", <Timestamp key="received" at={event.firstReceivedAt} />],
              ["Last processed", <Timestamp key="processed" at={event.processedAt} />],
              ["Attempts", String(event.attempts)],
              ...(event.purchaseId
                ? [
                    [
                      "Purchase",
                      <PurchaseLink key="order" id={event.purchaseId} there={Boolean(purchase)} />,
                    ] as const,
                  ]
                : []),
              ...(event.accountId
                ? [
                    [
                      "Account",
                      <AccountLink key="account" id={event.accountId} there={Boolean(owner)} />,
                    ] as const,
                  ]
                : []),
            ]}
          />
        </CardContent>
      </Card>
      {resolution &&
        (may(user, RESOLVES[resolution.kind]) ? (
          <ResolutionForm eventId={event.id} resolution={resolution} />
        ) : (
          <Alert title="This payment waits for a colleague">
            Crediting it needs finance or an admin.
          </Alert>
        ))}
      {ATTENTION.includes(event.status) && (
        <Dismiss eventId={event.id} resolvable={resolution !== undefined} />
      )}
      <Card>
        <CardHeader>
          <CardTitle>Deliveries</CardTitle>
        </CardHeader>
        <DeliveriesTable deliveries={deliveries} />
      </Card>
      {/* Support explains a payment by its outcome; what Stripe wrote is for those who decide. */}
      {may(user, "payments.resolve") && (
        <Card>
          <CardHeader>
            <CardTitle>Payload</CardTitle>
            <span className="text-muted-foreground text-xs">Personal data is redacted</span>
          </CardHeader>
          <CardContent>
            <pre
              className="max-h-128 overflow-auto rounded-lg bg-muted p-4 font-mono text-xs"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
              tabIndex={0}
            >
              {JSON.stringify(event.payload, null, 2)}
            </pre>
          </CardContent>
        </Card>
      )}
    </>
  );
}

/** Who may do what resolves an event. */
const RESOLVES = {
  accept_amount: "payments.resolve",
  recreate: "payments.resolve",
  restore_user: "users.manage",
} as const satisfies Record<ResolutionOption["kind"], Permission>;

interface LinkProps {
  readonly id: string;
  /** What an event names need not be here. */
  readonly there: boolean;
}

function PurchaseLink({ id, there }: LinkProps) {
  return <IdLink id={id} href={there ? `/admin/credits/purchases/${id}` : undefined} />;
}

function AccountLink({ id, there }: LinkProps) {
  return <IdLink id={id} href={there ? `/admin/credits/customers/${id}` : undefined} />;
}

function IdLink({ id, href }: { readonly id: string; readonly href: string | undefined }) {
  const code = <code className="text-xs">{id}</code>;
  if (href === undefined) return code;
  return (
    <Link href={href as "/"} className="text-accent underline underline-offset-4">
      {code}
    </Link>
  );
}
