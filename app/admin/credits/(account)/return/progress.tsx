"use client";

import { CircleCheck, CircleX, Clock, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ReturnStatus } from "@/lib/checkout/return-status";
import { withQuery } from "@/lib/shared/query";

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 10_000;

/** What is still to come, and how soon. A bank takes days, but somebody may leave the page open. */
const FIRST_WAITS_MS: Partial<Record<ReturnStatus["status"], number>> = {
  pending: FIRST_WAIT_MS,
  processing: LONGEST_WAIT_MS,
};

/** What is known of a purchase, asked again until nothing more will change by waiting here. */
export function Progress({ sessionId, first }: { sessionId: string; first: ReturnStatus }) {
  const [status, setStatus] = useState(first);
  const waiting = status.status === "pending";
  const firstWaitMs = FIRST_WAITS_MS[status.status];

  useEffect(() => {
    if (firstWaitMs === undefined) return;
    let waitMs = firstWaitMs;
    let timer = setTimeout(ask, waitMs);
    async function ask() {
      const answer = await fetch(
        withQuery("/admin/credits/return/status", { session_id: sessionId }),
      ).catch(() => undefined);
      if (answer?.ok) setStatus(await answer.json());
      waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS);
      timer = setTimeout(ask, waitMs);
    }
    return () => clearTimeout(timer);
  }, [firstWaitMs, sessionId]);

  const view = describe(status);
  const Icon = view.icon;
  return (
    <div className="grid place-items-center py-6 sm:py-12">
      <Card
        className="grid w-full max-w-md justify-items-center gap-4 p-5 text-center sm:p-8"
        aria-live="polite"
      >
        <Icon aria-hidden className={`size-10 ${view.iconClass}`} />
        <h1 className="font-semibold text-2xl">{view.title}</h1>
        <p className="text-muted-foreground">{view.text}</p>
        {view.paid && (
          <dl className="grid w-full grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border">
            <div className="grid gap-1 bg-surface p-3 sm:p-4">
              <dt className="text-muted-foreground text-xs">{status.packName}</dt>
              <dd className="font-semibold text-base text-positive tabular-nums sm:text-lg">
                +{status.credits}
              </dd>
            </div>
            <div className="grid gap-1 bg-surface p-3 sm:p-4">
              <dt className="text-muted-foreground text-xs">New balance</dt>
              <dd
                data-testid="new-balance"
                className="font-semibold text-base tabular-nums sm:text-lg"
              >
                {status.balance}
              </dd>
            </div>
          </dl>
        )}
        {waiting && (
          <div
            role="progressbar"
            aria-label="Waiting for the payment"
            className="h-1 w-full overflow-hidden rounded-full bg-muted"
          >
            <div className="h-full w-1/3 animate-[slide_1.4s_ease-in-out_infinite] rounded-full bg-accent" />
          </div>
        )}
        <div className="flex flex-wrap justify-center gap-2">
          <Button asChild>
            <Link href="/admin/credits">Back to credits</Link>
          </Button>
          {!waiting && (
            <Button asChild variant="secondary">
              <Link href={`/admin/credits/purchases/${status.purchaseId}`}>
                {view.paid ? "Receipt" : "Details"}
              </Link>
            </Button>
          )}
        </div>
      </Card>
    </div>
  );
}

function describe(status: ReturnStatus) {
  switch (status.status) {
    case "pending":
      return {
        icon: LoaderCircle,
        iconClass: "animate-spin text-accent",
        title: "Waiting for your payment",
        text: status.current
          ? "Stripe hasn’t confirmed it yet. This takes a few seconds; you can also leave this page."
          : "Stripe can’t be asked right now. If you paid, nothing is lost: the credits come by themselves.",
        paid: false,
      };
    case "processing":
      return {
        icon: Clock,
        iconClass: "text-warning",
        title: "Your payment is on its way",
        text: "Your bank takes a few days to confirm it. The credits are added as soon as it does.",
        paid: false,
      };
    case "in_review":
      return {
        icon: Clock,
        iconClass: "text-warning",
        title: "Your payment is being looked into",
        text: status.reason ?? "It doesn’t match the order. Nothing is lost.",
        paid: false,
      };
    case "failed":
    case "expired":
      return {
        icon: CircleX,
        iconClass: "text-negative",
        title: status.status === "failed" ? "The payment didn’t work" : "This checkout has expired",
        text: status.reason ?? "Nothing was charged. You can try again.",
        paid: false,
      };
    case "disputed":
    case "dispute_lost":
      return {
        icon: Clock,
        iconClass: "text-warning",
        title:
          status.status === "disputed" ? "This payment is disputed" : "This payment was taken back",
        text: status.reason ?? "Its credits were taken back until the bank decides.",
        paid: false,
      };
    case "refunded":
      return {
        icon: CircleCheck,
        iconClass: "text-positive",
        title: "This purchase was refunded",
        text: "The money went back, and its credits were taken back.",
        paid: false,
      };
    default:
      return {
        icon: CircleCheck,
        iconClass: "text-positive",
        title: "Thank you, your credits are here",
        text:
          status.status === "completed"
            ? "They can be used right away."
            : (status.reason ?? "Part of this purchase was returned since."),
        paid: true,
      };
  }
}
