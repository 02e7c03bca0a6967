import Link from "next/link";
import { Alert } from "@/components/ui/alert";

/** Payments received but not credited, for admins; nothing when there are none. */
export function EventsNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={count === 1 ? "1 payment needs review" : `${count} payments need review`}
    >
      A payment was received but not credited: it does not match its purchase, or could not be
      processed.{" "}
      <Link href="/admin/credits/webhooks?status=attention" className="font-medium underline">
        Review the payments
      </Link>
    </Alert>
  );
}

/** Mails that failed for good, for admins; nothing when there are none. */
export function FailedJobsNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert tone="warning" title={count === 1 ? "1 job failed" : `${count} jobs failed`}>
      Every attempt failed, so a mail or a check is missing.{" "}
      <Link href="/admin/credits/jobs" className="font-medium underline">
        See the reasons and retry
      </Link>
    </Alert>
  );
}

/** Disputes that have a deadline, for admins; nothing when there are none. */
export function DisputesNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={count === 1 ? "1 dispute needs a response" : `${count} disputes need a response`}
    >
      Without a response before the deadline the dispute is lost.{" "}
      <Link href="/admin/credits/disputes?show=waiting" className="font-medium underline">
        See the disputes
      </Link>
    </Alert>
  );
}

/** What the last reconciliation could not repair, for admins; nothing when there is none. */
export function ReconciliationNotice({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={
        count === 1
          ? "1 difference between Stripe and the ledger"
          : `${count} differences between Stripe and the ledger`
      }
    >
      Reconciliation found what it cannot repair by itself.{" "}
      <Link href="/admin/credits/webhooks" className="font-medium underline">
        See the findings
      </Link>
    </Alert>
  );
}
