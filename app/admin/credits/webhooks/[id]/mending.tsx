"use client";

import { type ReactNode, useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, fieldProps } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Mending as Suggestion } from "@/lib/billing/mend/suggest-mending";
import { formatMoney } from "@/lib/money";
import {
  acceptPaidAmount,
  adopt,
  type EventFormState,
  reactivatePack,
  restoreBuyer,
} from "../actions";
import { ReasonField } from "./reason-field";

const FRESH: EventFormState = { done: false };

interface Props {
  readonly eventId: string;
  readonly mending: Suggestion;
}

/** What is in the way of crediting this payment, and the form that mends it and processes again. */
export function Mending({ eventId, mending }: Props) {
  const { action, title, text, button, fields } = describe(mending);
  const [state, submit] = useActionState(action, FRESH);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>
        <form action={submit} className="grid max-w-lg gap-4">
          <p className="text-muted-foreground">{text}</p>
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          {state.outcome && <Alert tone="positive">{state.outcome}</Alert>}
          <input type="hidden" name="event" value={eventId} />
          {fields}
          <ReasonField id="reason" error={state.fields?.reason} />
          <SubmitButton className="justify-self-start">{button}</SubmitButton>
        </form>
      </CardContent>
    </Card>
  );
}

function describe(mending: Suggestion) {
  switch (mending.kind) {
    case "accept_amount":
      return {
        action: acceptPaidAmount,
        title: "Another amount was paid",
        text: `${formatMoney(mending)} was paid, which isn’t what was ordered. Accept it to add all the credits of the order, or refund it in Stripe.`,
        button: "Accept and credit",
        fields: (
          <Hidden
            values={{
              account: mending.accountId,
              purchase: mending.purchaseId,
              amount: String(mending.amountMinor),
              currency: mending.currency,
            }}
          />
        ),
      };
    case "restore_person":
      return {
        action: restoreBuyer,
        title: "The buyer was deleted",
        text: "Restore the person to credit this payment, or refund it in Stripe.",
        button: "Restore and credit",
        fields: <Hidden values={{ user: mending.userId }} />,
      };
    case "reactivate_pack":
      return {
        action: reactivatePack,
        title: `${mending.packName} was retired`,
        text: "Put it back on sale to credit this payment; you can retire it again afterwards. Or refund it in Stripe.",
        button: "Reactivate and credit",
        fields: <Hidden values={{ pack: mending.packCode }} />,
      };
    case "adopt":
      return {
        action: adopt,
        title: "The order of this payment is missing",
        text: "Make it again for the person who paid: their user id is on their account’s page.",
        button: "Make the order and credit",
        fields: <AdoptFields packs={mending.packs} />,
      };
  }
}

function AdoptFields({ packs }: { packs: readonly { code: string; name: string }[] }): ReactNode {
  return (
    <>
      <Field id="user" label="User id">
        <Input {...fieldProps("user")} name="user" required />
      </Field>
      <Field id="pack" label="Pack">
        <Select {...fieldProps("pack")} name="pack">
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
