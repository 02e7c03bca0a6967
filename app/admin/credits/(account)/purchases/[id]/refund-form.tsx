"use client";

import { useState } from "react";
import { Amount, MoneyAmount } from "@/components/credits/amount";
import { DescriptionList } from "@/components/description-list";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useFormAction } from "@/components/use-form-action";
import { suggestRefundMinor } from "@/lib/refunds/refund-math";
import type { RefundQuote } from "@/lib/refunds/request-refund";
import { moneyToDecimal } from "@/lib/shared/money";
import { parseMoney } from "@/lib/shared/parse-money";
import { type RefundFormState, refundPurchase } from "../actions";
import { RefundEffect } from "./refund-effect";

const FRESH: RefundFormState = { done: false };

interface Props {
  readonly quote: RefundQuote;
  /** Made with the page: the same form sent twice refunds once. */
  readonly requestId: string;
  /** Who gets the money, as an admin knows them. */
  readonly customer: string;
}

/** For admins: what a refund would mean, and the form that makes it. */
export function RefundForm({ quote, requestId, customer }: Props) {
  const [state, submit, form] = useFormAction(refundPurchase, FRESH);
  const { currency } = quote;
  const { typed = {} } = state;
  const [amount, setAmount] = useState(
    moneyToDecimal({ amountMinor: suggestRefundMinor(quote), currency }),
  );
  const [edited, setEdited] = useState<RefundFormState>();
  const amountMinor = minorOf(amount, currency);
  const money = (minor: number) => <MoneyAmount amountMinor={minor} currency={currency} />;
  // What was wrong with the last attempt says nothing about an amount typed since.
  const fields = edited === state ? {} : (state.fields ?? {});
  const problem = edited === state ? undefined : state.problem;
  return (
    <Card className="max-w-2xl print:hidden">
      <CardHeader>
        <CardTitle>Refund</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        <DescriptionList
          items={[
            ["Left of these credits", <Amount key="left" amount={quote.lotRemaining} />],
            ["Spent of these credits", <Amount key="spent" amount={quote.spent} />],
            ["Value of what is left", money(quote.unusedMinor)],
            ["Refundable", money(quote.refundableMinor)],
          ]}
        />
        {problem && <Alert tone="negative">{problem}</Alert>}
        {state.outcome && <Alert tone="positive">{state.outcome}</Alert>}
        {quote.refusal ? (
          <p className="text-muted-foreground">{quote.refusal}</p>
        ) : (
          <form ref={form} action={submit} className="grid gap-4" key={requestId}>
            <input type="hidden" name="id" value={requestId} />
            <input type="hidden" name="account" value={quote.accountId} />
            <input type="hidden" name="purchase" value={quote.purchaseId} />
            <input type="hidden" name="currency" value={currency} />
            <Field
              id="amount"
              label={`Amount (${currency.toUpperCase()})`}
              hint="Credits are removed in proportion, from this purchase first."
              error={fields.amount}
            >
              <Input
                {...fieldProps("amount", fields.amount)}
                name="amount"
                inputMode="decimal"
                required
                defaultValue={amount}
                onChange={({ currentTarget: { value } }) => {
                  setAmount(value);
                  setEdited(state);
                }}
              />
            </Field>
            <RefundEffect quote={quote} amountMinor={amountMinor} />
            <Field id="reason" label="Reason" hint="Kept with the refund." error={fields.reason}>
              <Input
                {...fieldProps("reason", fields.reason)}
                name="reason"
                required
                maxLength={500}
                defaultValue={typed.reason}
              />
            </Field>
            <ConfirmDialog
              button="Refund"
              title={
                <>
                  Refund {amountMinor === undefined ? "this amount" : money(amountMinor)} to{" "}
                  {customer}?
                </>
              }
              confirm={amountMinor === undefined ? "Refund" : <>Refund {money(amountMinor)}</>}
            >
              The money goes back to the card or account that paid. A refund that was sent cannot be
              cancelled.
            </ConfirmDialog>
          </form>
        )}
      </CardContent>
    </Card>
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
