"use client";

import { Amount, MoneyAmount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { creditsBackFor } from "@/lib/refunds/refund-math";
import type { RefundQuote } from "@/lib/refunds/request-refund";
import { fromMicro } from "@/lib/shared/credits";

interface Props {
  readonly quote: RefundQuote;
  /** Undefined while what is typed is no amount. */
  readonly amountMinor: number | undefined;
}

/** What an amount would do to the balance, while it is typed; a debt must be accepted. */
export function RefundEffect({ quote, amountMinor }: Props) {
  if (amountMinor === undefined || amountMinor > quote.refundableMinor) return null;
  const removed = creditsBackFor(quote, amountMinor);
  const after = fromMicro(quote.balance - removed);
  const effect = (
    <>
      <MoneyAmount amountMinor={amountMinor} currency={quote.currency} /> refunded;{" "}
      <Amount amount={removed} /> credits removed. The balance goes from{" "}
      <Amount amount={quote.balance} /> to <Amount amount={after} />.
    </>
  );
  if (after >= 0n) return <p className="text-muted-foreground">{effect}</p>;
  return (
    <Alert tone="warning" title={effect}>
      <label className="flex min-h-6 items-center gap-2">
        <input type="checkbox" name="debt" required className="size-5 shrink-0 accent-accent" />
        <span>
          I understand this leaves the customer owing <Amount amount={fromMicro(-after)} /> credits.
        </span>
      </label>
    </Alert>
  );
}
