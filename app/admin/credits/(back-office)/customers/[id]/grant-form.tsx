"use client";

import { useState } from "react";
import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useFormAction } from "@/components/use-form-action";
import { type Credits, parseCredits } from "@/lib/shared/credits";
import { type GrantFormState, grantAction } from "../actions";

const FRESH: GrantFormState = { done: false };

interface Props {
  readonly accountId: string;
  /** As an admin knows them. */
  readonly customer: string;
  /** Made with the page: the same form sent twice grants once. */
  readonly requestId: string;
  /** Above it a second admin confirms. */
  readonly limit: Credits;
}

/** Gives a customer credits. */
export function GrantForm({ accountId, customer, requestId, limit }: Props) {
  const [state, submit, form] = useFormAction(grantAction, FRESH);
  const [text, setText] = useState("");
  const credits = readAmount(text);
  const { fields = {}, typed = {} } = state;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Grant credits</CardTitle>
      </CardHeader>
      <CardContent>
        <form ref={form} action={submit} key={requestId} className="grid gap-4">
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          {state.outcome && <Alert tone="positive">{state.outcome}</Alert>}
          <input type="hidden" name="id" value={requestId} />
          <input type="hidden" name="account" value={accountId} />
          <Field
            id="credits"
            label="Credits"
            hint={
              <>
                More than <Amount amount={limit} /> need a second admin.
              </>
            }
            error={fields.credits}
          >
            <Input
              {...fieldProps("credits", fields.credits)}
              name="credits"
              inputMode="decimal"
              required
              defaultValue={typed.credits}
              onChange={({ currentTarget: { value } }) => setText(value)}
            />
          </Field>
          <Field
            id="expires"
            label="Expires"
            hint="Last day in UTC. Empty: never."
            error={fields.expires}
          >
            <Input
              {...fieldProps("expires", fields.expires)}
              name="expires"
              type="date"
              defaultValue={typed.expires}
            />
          </Field>
          <Field
            id="grant-reason"
            label="Reason"
            hint="The customer sees it in their activity."
            error={fields.reason}
          >
            <Input
              {...fieldProps("grant-reason", fields.reason)}
              name="reason"
              required
              maxLength={500}
              defaultValue={typed.reason}
            />
          </Field>
          <ConfirmDialog
            button="Grant credits"
            tone="primary"
            title={
              <>
                Grant {credits ? <Amount amount={credits} /> : "these"} credits to {customer}?
              </>
            }
            confirm="Grant credits"
          >
            {credits && credits > limit
              ? "This is above the limit, so the credits are added once another admin confirms."
              : "The credits are added at once."}
          </ConfirmDialog>
        </form>
      </CardContent>
    </Card>
  );
}

/** Undefined while what is typed is no amount. */
function readAmount(text: string): Credits | undefined {
  try {
    return parseCredits(text.trim());
  } catch {
    return undefined;
  }
}
