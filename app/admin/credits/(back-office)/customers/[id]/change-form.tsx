"use client";

import { useState } from "react";
import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, fieldProps } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/use-form-action";
import { type Credits, fromMicro, parseCredits } from "@/lib/shared/credits";
import { type ChangeFormState, changeAction } from "../actions";

const FRESH: ChangeFormState = { done: false };

interface Props {
  readonly accountId: string;
  /** As an admin knows them. */
  readonly customer: string;
  /** Made with the page: the same form sent twice changes the balance once. */
  readonly requestId: string;
  /** Above it a second admin confirms. */
  readonly limit: Credits;
  /** What the customer has, less what is held. */
  readonly available: Credits;
}

/** Gives a customer credits, or removes some. */
export function ChangeForm({ accountId, customer, requestId, limit, available }: Props) {
  const [state, submit, form] = useFormAction(changeAction, FRESH);
  const [text, setText] = useState("");
  const [removes, setRemoves] = useState(false);
  const credits = readAmount(text);
  const verb = removes ? "Remove" : "Grant";
  const owed = removes && credits && credits > available ? debtOf(credits, available) : undefined;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Grant or remove credits</CardTitle>
      </CardHeader>
      <CardContent>
        <form ref={form} action={submit} key={requestId} className="grid gap-4">
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          {state.outcome && <Alert tone="positive">{state.outcome}</Alert>}
          <input type="hidden" name="id" value={requestId} />
          <input type="hidden" name="account" value={accountId} />
          <Field id="direction" label="Change">
            <Select
              {...fieldProps("direction")}
              name="direction"
              value={removes ? "remove" : "grant"}
              onChange={({ currentTarget: { value } }) => setRemoves(value === "remove")}
            >
              <option value="grant">Grant credits</option>
              <option value="remove">Remove credits</option>
            </Select>
          </Field>
          <TextField
            {...{ state, name: "credits", label: "Credits", required: true }}
            hint={
              <>
                More than <Amount amount={limit} /> need a second admin.
              </>
            }
            inputMode="decimal"
            onChange={({ currentTarget: { value } }) => setText(value)}
          />
          {!removes && (
            <TextField
              {...{ state, name: "expires", label: "Expires", type: "date" }}
              hint="Last day in UTC. Empty: never."
            />
          )}
          <TextField
            {...{ state, name: "reason", label: "Reason", id: "change-reason", required: true }}
            hint="The customer sees it in their activity."
            maxLength={500}
          />
          <ConfirmDialog
            button={`${verb} credits`}
            tone={removes ? "danger" : "primary"}
            title={
              <>
                {verb} {credits ? <Amount amount={credits} /> : "these"} credits{" "}
                {removes ? "from" : "to"} {customer}?
              </>
            }
            confirm={`${verb} credits`}
          >
            {credits && credits > limit
              ? "This is above the limit, so it happens once another admin confirms."
              : `The credits are ${removes ? "removed" : "added"} at once.`}
            {owed && (
              <>
                {" "}
                This leaves the customer owing <Amount amount={owed} /> credits.
              </>
            )}
          </ConfirmDialog>
        </form>
      </CardContent>
    </Card>
  );
}

/** What is owed after more is removed than there is. */
function debtOf(credits: Credits, available: Credits): Credits {
  return fromMicro(available > 0n ? credits - available : credits);
}

/** Undefined while what is typed is no amount. */
function readAmount(text: string): Credits | undefined {
  try {
    return parseCredits(text.trim());
  } catch {
    return undefined;
  }
}
