import Link from "next/link";
import { Alert } from "@/components/ui/alert";

/** Tells an admin that money came in for which nobody was credited; nothing when there is none. */
export function EventsNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
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

/** Tells an admin that somebody didn't get a receipt or a notice; nothing when all did. */
export function DeadJobsNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={count === 1 ? "1 e-mail wasn’t sent" : `${count} e-mails weren’t sent`}
    >
      Every try failed.{" "}
      <Link href="/admin/credits/jobs" className="font-medium underline">
        See why, and try again
      </Link>
    </Alert>
  );
}

/** Tells an admin that a bank asks, and won't wait for long; nothing when none does. */
export function DisputesNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={count === 1 ? "1 dispute waits for an answer" : `${count} disputes wait for an answer`}
    >
      Answer it in Stripe’s dashboard before its deadline.{" "}
      <Link
        href="/admin/credits/webhooks?search=charge.dispute.created"
        className="font-medium underline"
      >
        See the disputes
      </Link>
    </Alert>
  );
}
