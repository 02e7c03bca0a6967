"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { Amount, SignedAmount } from "@/components/credits/amount";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ReturnStatus } from "@/lib/checkout/return-status";
import { parseCredits } from "@/lib/shared/credits";
import { withQuery } from "@/lib/shared/query";
import { describeReturn } from "./describe-return";

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 10_000;

/** What can still change, and how soon. A bank takes days, but the page may be left open. */
const FIRST_WAITS_MS: Partial<Record<ReturnStatus["status"], number>> = {
  pending: FIRST_WAIT_MS,
  processing: LONGEST_WAIT_MS,
};

/** What is known of a purchase, asked again until nothing more changes by waiting here. */
export function Progress({ sessionId, first }: { sessionId: string; first: ReturnStatus }) {
  const status = useCurrentStatus(sessionId, first);
  const waiting = status.status === "pending";
  const view = describeReturn(status);
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
        {view.paid && <Credited status={status} />}
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

function useCurrentStatus(sessionId: string, first: ReturnStatus): ReturnStatus {
  const [status, setStatus] = useState(first);
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
  return status;
}

function Credited({ status }: { readonly status: ReturnStatus }) {
  return (
    <dl className="grid w-full grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border">
      <div className="grid gap-1 bg-surface p-3 sm:p-4">
        <dt className="text-muted-foreground text-xs">{status.packName}</dt>
        <dd className="font-semibold text-base sm:text-lg">
          <SignedAmount amount={parseCredits(status.credits)} />
        </dd>
      </div>
      <div className="grid gap-1 bg-surface p-3 sm:p-4">
        <dt className="text-muted-foreground text-xs">New balance</dt>
        <dd data-testid="new-balance" className="font-semibold text-base sm:text-lg">
          <Amount amount={parseCredits(status.balance)} />
        </dd>
      </div>
    </dl>
  );
}
