import { CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Amount } from "@/components/credits/amount";
import { explainStatus } from "@/components/credits/labels";
import type { ReturnStatus } from "@/lib/checkout/return-status";
import { parseCredits } from "@/lib/shared/credits";

interface View {
  readonly icon: LucideIcon;
  readonly iconClass: string;
  readonly title: string;
  readonly text: ReactNode;
  /** Whether the credits were added and are still there. */
  readonly paid: boolean;
}

const GOOD = { icon: CircleCheck, iconClass: "text-positive" } as const;
const WAITING = { icon: Clock, iconClass: "text-warning" } as const;
const BAD = { icon: CircleX, iconClass: "text-negative" } as const;

/** What the return page says to the buyer. */
export function describeReturn(status: ReturnStatus): View {
  switch (status.status) {
    case "pending":
      return {
        icon: LoaderCircle,
        iconClass: "animate-spin text-accent",
        title: "Waiting for your payment",
        text: status.current
          ? "Stripe has not confirmed it yet. This takes a few seconds; you can also leave this page."
          : "Stripe cannot be reached right now. If you paid, the credits are added as soon as it can.",
        paid: false,
      };
    case "processing":
      return {
        ...WAITING,
        title: "Your payment is processing",
        text: "Your bank takes a few days to confirm it. The credits are added as soon as it does.",
        paid: false,
      };
    case "in_review":
      return {
        ...WAITING,
        title: "Your payment is under review",
        text: status.reason ?? "It does not match the purchase. We will credit or refund it.",
        paid: false,
      };
    case "failed":
      return { ...BAD, title: "The payment failed", text: notCharged(status), paid: false };
    case "expired":
      return { ...BAD, title: "This checkout has expired", text: notCharged(status), paid: false };
    case "disputed":
    case "dispute_lost":
      return {
        ...WAITING,
        title:
          status.status === "disputed"
            ? "This payment is disputed"
            : "This payment was returned to you",
        text: explainStatus({ status: status.status, statusReason: status.reason }, "buyer"),
        paid: false,
      };
    case "refunded":
      return {
        ...GOOD,
        title: "This purchase was refunded",
        text: "The money was returned, and its credits were removed.",
        paid: false,
      };
    default:
      return { ...GOOD, title: "Thank you for your purchase", text: credited(status), paid: true };
  }
}

function notCharged({ reason }: ReturnStatus): string {
  return reason ?? "Nothing was charged. You can try again.";
}

/** Where the credits went: a debt is paid first. */
function credited({ status, debtPaid, owed, clearingPack }: ReturnStatus): ReactNode {
  const paid = parseCredits(debtPaid);
  const stillOwed = parseCredits(owed);
  if (stillOwed > 0n) {
    return (
      <>
        {paid > 0n && (
          <>
            <Amount amount={paid} /> credits paid part of what you owed.{" "}
          </>
        )}
        You still owe <Amount amount={stillOwed} /> credits, and none can be spent until that is
        paid.
        {clearingPack && ` ${clearingPack} clears it.`}
      </>
    );
  }
  if (paid > 0n) {
    return (
      <>
        <Amount amount={paid} /> credits paid what you owed. The rest can be used right away.
      </>
    );
  }
  return status === "completed"
    ? "Your credits can be used right away."
    : "Part of this purchase has been refunded since.";
}
