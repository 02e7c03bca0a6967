import Link from "next/link";
import { Alert } from "@/components/ui/alert";

/** Tells an admin that money came in for which nobody was credited. */
export function AttentionNotice({ count }: { readonly count: number }) {
  return (
    <Alert
      tone="warning"
      title={count === 1 ? "1 Stripe event needs you" : `${count} Stripe events need you`}
    >
      A payment arrived that doesn’t fit its order, or couldn’t be processed.{" "}
      <Link href="/admin/credits/webhooks?status=attention" className="font-medium underline">
        See what happened and what to do
      </Link>
    </Alert>
  );
}
