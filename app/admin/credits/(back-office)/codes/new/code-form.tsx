"use client";

import { useState } from "react";
import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Count } from "@/components/ui/count";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { Credits } from "@/lib/shared/credits";
import { createCodeAction } from "../actions";
import { countClaims } from "./count-claims";

interface Props {
  /** Made with the page: the same form sent twice makes one code. */
  readonly requestId: string;
  /** The most that one account may get of a code. */
  readonly limit: Credits;
}

/** What a code gives, to whom, how often and when. */
export function CodeForm({ requestId, limit }: Props) {
  const [state, submit, form] = useFormAction(createCodeAction, EMPTY_FORM);
  const [amounts, setAmounts] = useState({ credits: "", budget: "" });
  const claims = countClaims(amounts);
  const follow = (name: keyof typeof amounts) => ({
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) =>
      setAmounts((before) => ({ ...before, [name]: value })),
  });
  return (
    <Card className="max-w-2xl">
      <CardContent className="pt-5">
        <form ref={form} action={submit} className="grid gap-4 sm:grid-cols-2" noValidate>
          {state.problem && (
            <Alert tone="negative" className="sm:col-span-2">
              {state.problem}
            </Alert>
          )}
          <input type="hidden" name="id" value={requestId} />
          <TextField
            {...{ state, name: "code", label: "Code", required: true }}
            hint="What customers enter, such as SPRING26. Capitals and small letters mean the same."
            autoCapitalize="characters"
          />
          <TextField
            {...{ state, name: "name", label: "Name", required: true }}
            hint="Customers see it in their activity."
          />
          <TextField
            {...{ state, name: "credits", label: "Credits for each claim", required: true }}
            {...follow("credits")}
            inputMode="decimal"
          />
          <TextField
            {...{ state, name: "budget", label: "Budget in credits", required: true }}
            {...follow("budget")}
            hint={
              claims === undefined ? (
                "All that this code may give away."
              ) : (
                <>
                  Enough for <Count value={claims} /> {claims === 1 ? "claim" : "claims"}.
                </>
              )
            }
            inputMode="decimal"
          />
          <TextField
            {...{ state, name: "maxClaims", label: "Claims at most" }}
            hint="Empty: as many as the budget allows."
            inputMode="numeric"
          />
          <TextField
            {...{ state, name: "maxClaimsPerAccount", label: "Claims per customer" }}
            initial="1"
            hint={
              <>
                One customer gets at most <Amount amount={limit} /> credits of a code.
              </>
            }
            inputMode="numeric"
          />
          <TextField
            {...{ state, name: "startsAt", label: "First day", type: "date" }}
            hint="In UTC. Empty: now."
          />
          <TextField
            {...{ state, name: "endsAt", label: "Last day", type: "date" }}
            hint="In UTC. Empty: until you revoke it."
          />
          <TextField
            {...{ state, name: "creditsExpireAfterDays", label: "Claimed credits last (days)" }}
            hint="Empty: they do not expire."
            inputMode="numeric"
          />
          <Checkbox
            name="afterFirstPurchase"
            defaultChecked={state.typed?.afterFirstPurchase === "on"}
            label="Only for customers who have bought something"
            className="self-center"
          />
          <SubmitButton className="justify-self-start sm:col-span-2">Create code</SubmitButton>
        </form>
      </CardContent>
    </Card>
  );
}
