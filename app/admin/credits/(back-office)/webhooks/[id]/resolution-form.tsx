"use client";

import type { ReactNode } from "react";
import { MoneyAmount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, fieldProps } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import type { ResolutionOption } from "@/lib/exceptions/resolution-options";
import { acceptPaidAmount, adopt, type EventFormState, restoreBuyer } from "../actions";
import { ReasonField } from "./reason-field";

const FRESH: EventFormState = { done: false };

interface Props {
  readonly eventId: string;
  readonly resolution: ResolutionOption;
}

/** Why this payment was not credited, and the form that resolves it and processes it again. */
export function ResolutionForm({ eventId, resolution }: Props) {
  const { action, title, text, button } = describe(resolution);
  const [state, submit, form] = useFormAction(action, FRESH);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>
        <form ref={form} action={submit} className="grid max-w-lg gap-4">
          <p className="text-muted-foreground">{text}</p>
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          {state.outcome && (
            <Alert tone={state.processed ? "positive" : "warning"}>{state.outcome}</Alert>
          )}
          <input type="hidden" name="event" value={eventId} />
          {fieldsOf(resolution, state.typed?.user)}
          <ReasonField id="reason" error={state.fields?.reason} typed={state.typed?.reason} />
          <SubmitButton className="justify-self-start">{button}</SubmitButton>
        </form>
      </CardContent>
    </Card>
  );
}

function describe(resolution: ResolutionOption) {
  switch (resolution.kind) {
    case "accept_amount":
      return {
        action: acceptPaidAmount,
        title: "Another amount was paid",
        text: (
          <>
            <MoneyAmount {...resolution} /> was paid, which is not the price of the purchase. Accept
            it to add all credits of the purchase, or refund it in Stripe.
          </>
        ),
        button: "Accept and credit",
      };
    case "restore_user":
      return {
        action: restoreBuyer,
        title: "The customer was deleted",
        text: "Restore the customer to credit this payment, or refund it in Stripe.",
        button: "Restore and credit",
      };
    case "recreate":
      return {
        action: adopt,
        title: "The purchase of this payment is missing",
        text: (
          <>
            <MoneyAmount {...resolution} /> was paid. Recreate the purchase for the customer who
            paid.
          </>
        ),
        button: "Recreate and credit",
      };
  }
}

/** What the form sends, beside the reason. @param typedUser what was typed when it failed */
function fieldsOf(resolution: ResolutionOption, typedUser: string | undefined): ReactNode {
  switch (resolution.kind) {
    case "accept_amount":
      return (
        <Hidden
          values={{
            account: resolution.accountId,
            purchase: resolution.purchaseId,
            amount: String(resolution.amountMinor),
            currency: resolution.currency,
          }}
        />
      );
    case "restore_user":
      return <Hidden values={{ user: resolution.userId }} />;
    case "recreate":
      return <RecreateFields resolution={resolution} typedUser={typedUser} />;
  }
}

function RecreateFields({
  resolution: { packs, packCode, customer },
  typedUser,
}: {
  resolution: Extract<ResolutionOption, { kind: "recreate" }>;
  typedUser: string | undefined;
}): ReactNode {
  return (
    <>
      <Field id="user" label="Customer (email or user id)">
        <Input {...fieldProps("user")} name="user" defaultValue={typedUser ?? customer} required />
      </Field>
      <Field id="pack" label="Pack">
        <Select {...fieldProps("pack")} name="pack" defaultValue={packCode}>
          {packs.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

function Hidden({ values }: { values: Record<string, string> }): ReactNode {
  return Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
