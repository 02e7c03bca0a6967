"use client";

import { useActionState, useState } from "react";
import { DescriptionList } from "@/components/facts";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { creditsBackFor } from "@/lib/refunds/refund-math";
import type { RefundQuote } from "@/lib/refunds/request-refund";
import { formatCredits, fromMicro } from "@/lib/shared/credits";
import { formatMoney, moneyToDecimal, parseMoney } from "@/lib/shared/money";
import { type RefundFormState, refundPurchase } from "../actions";

const FRESH: RefundFormState = { done: false };

interface Props {
  readonly quote: RefundQuote;
  /** Made with the page: the same form sent twice refunds once. */
  readonly requestId: string;
}

/** For admins: what a refund would mean, and the form that makes it. */
export function RefundForm({ quote, requestId }: Props) {
  const [state, submit] = useActionState(refundPurchase, FRESH);
  const { currency } = quote;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const { fields = {}, typed = {} } = state;
  const suggestedMinor = quote.unusedMinor || quote.refundableMinor;
  const [amount, setAmount] = useState(moneyToDecimal({ amountMinor: suggestedMinor, currency }));
  return (
    <Card className="print:hidden max-w-2xl">
      <CardHeader>
        <CardTitle>Refund</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        <DescriptionList
          updates={[
            ["Left of these credits", formatCredits(quote.lotRemaining)],
            ["Spent of these credits", formatCredits(quote.spent)],
            ["Worth of what is left", money(quote.unusedMinor)],
            ["Can be refunded", money(quote.refundableMinor)],
          ]}
        />
        {state.problem && <Alert tone="negative">{state.problem}</Alert>}
        {state.outcome && <Alert tone="positive">{state.outcome}</Alert>}
        {quote.refusal ? (
          <p className="text-muted-foreground">{quote.refusal}</p>
        ) : (
          <form action={submit} className="grid gap-4" key={requestId}>
            <input type="hidden" name="id" value={requestId} />
            <input type="hidden" name="account" value={quote.accountId} />
            <input type="hidden" name="purchase" value={quote.purchaseId} />
            <input type="hidden" name="currency" value={currency} />
            <Field
              id="amount"
              label={`Amount (${currency.toUpperCase()})`}
              hint="Credits are taken back in proportion, these first."
              error={fields.amount}
            >
              <Input
                {...fieldProps("amount", fields.amount)}
                name="amount"
                inputMode="decimal"
                required
                defaultValue={amount}
                onChange={({ currentTarget: { value } }) => setAmount(value)}
              />
            </Field>
            <Effect quote={quote} amount={amount} />
            <Field id="reason" label="Reason" hint="Kept with the refund." error={fields.reason}>
              <Input
                {...fieldProps("reason", fields.reason)}
                name="reason"
                required
                maxLength={500}
                defaultValue={typed.reason}
              />
            </Field>
            <SubmitButton variant="danger" className="justify-self-start">
              Refund
            </SubmitButton>
          </form>
        )}
      </CardContent>
    </Card>
  );
}

/** What an amount would do to the balance, while it is typed; a debt has to be wanted. */
function Effect({ quote, amount }: { readonly quote: RefundQuote; readonly amount: string }) {
  const amountMinor = minorOf(amount, quote.currency);
  if (amountMinor === undefined || amountMinor > quote.refundableMinor) return null;
  const taken = creditsBackFor(quote, amountMinor);
  const after = fromMicro(quote.balance - taken);
  const effect = `Takes back ${formatCredits(taken)} credits: the balance goes from ${formatCredits(quote.balance)} to ${formatCredits(after)}.`;
  if (after >= 0n) return <p className="text-muted-foreground">{effect}</p>;
  return (
    <Alert tone="warning" title={effect}>
      <label className="flex items-baseline gap-2">
        <input type="checkbox" name="debt" required className="translate-y-0.5" />
        What was spent becomes a debt, and nothing can be spent until it is paid.
      </label>
    </Alert>
  );
}

/** Undefined while what is typed is no amount. */
function minorOf(amount: string, currency: string): number | undefined {
  try {
    return parseMoney(amount, currency).amountMinor;
  } catch {
    return undefined;
  }
}
