import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { StripeForm } from "@/components/credits/stripe-form";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { requireUser } from "@/lib/access";
import { type EmbeddedCheckout, readEmbeddedCheckout } from "@/lib/checkout/embedded-checkout";
import { database } from "@/lib/runtime/database";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import { withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Checkout" };

/** Where a pack is paid for when Stripe's form stands on a page of ours. */
export default async function CheckoutPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { accountId } = await requireUser(`/admin/credits/checkout/${id}`);
  const checkout = await readEmbeddedCheckout(database().read, accountId, id);
  if (!checkout) notFound();
  if (checkout.state === "submitted") {
    redirect(withQuery("/admin/credits/return", { session_id: checkout.sessionId }) as "/");
  }
  const { packName, credits, amountMinor, currency } = checkout.purchase;
  return (
    <div className="mx-auto grid w-full max-w-xl grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader
        title={packName}
        lead={`${formatCredits(credits)} credits for ${formatMoney({ amountMinor, currency })}`}
      >
        <a
          href={checkout.purchase.cancelUrl}
          className="font-medium text-accent underline underline-offset-4"
        >
          Cancel
        </a>
      </PageHeader>
      <Content checkout={checkout} />
    </div>
  );
}

function Content({ checkout }: { readonly checkout: EmbeddedCheckout }) {
  if (checkout.state === "open") return <StripeForm {...checkout.form} />;
  if (checkout.state === "unavailable") {
    return (
      <Alert tone="warning" title="Stripe can’t be reached right now">
        Nothing was charged and nothing is lost. Reload the page in a moment.
      </Alert>
    );
  }
  return (
    <Alert title="This checkout has ended">
      Nothing was charged.{" "}
      <Link href="/admin/credits" className="font-medium text-accent underline underline-offset-4">
        Choose a pack
      </Link>{" "}
      to begin again.
    </Alert>
  );
}
