"use client";

import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { saveAccessSettingsAction } from "./actions";

/** A setting that is on or off; `fixed` when the environment sets it. */
interface SwitchValue {
  readonly value: boolean;
  readonly fixed: boolean;
}

interface Props {
  readonly secondFactor: SwitchValue;
  readonly proofOfWork: SwitchValue;
  readonly refundLimitMinor: number;
}

export function AccessSettingsForm({ secondFactor, proofOfWork, refundLimitMinor }: Props) {
  const [state, submit, form] = useFormAction(saveAccessSettingsAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Switch name="secondFactor" {...secondFactor} variable="STAFF_SECOND_FACTOR">
        Require a second factor of everyone who works in the back office.
      </Switch>
      <Switch name="proofOfWork" {...proofOfWork} variable="SIGN_UP_PROOF_OF_WORK">
        Have browsers compute for about a second before they sign up, which slows bots.
      </Switch>
      <Field
        id="refund-limit"
        label="The most that one member of support may refund in 24 hours"
        hint="In minor units of the purchase’s currency: 10000 are $100.00. Finance and admins have no limit."
        error={fields.refundLimit}
      >
        <Input
          {...fieldProps("refund-limit", fields.refundLimit)}
          name="refundLimit"
          inputMode="numeric"
          pattern="\d{1,9}"
          required
          defaultValue={typed.refundLimit ?? String(refundLimitMinor)}
        />
      </Field>
      <SubmitButton className="justify-self-start">Save</SubmitButton>
    </form>
  );
}

interface SwitchProps extends SwitchValue {
  readonly name: string;
  /** The variable of the environment that wins over the box. */
  readonly variable: string;
  readonly children: ReactNode;
}

function Switch({ name, value, fixed, variable, children }: SwitchProps) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        name={name}
        defaultChecked={value}
        disabled={fixed}
        className="mt-0.5 size-5 accent-accent"
      />
      <span>
        {children}
        {fixed && (
          <span className="block text-muted-foreground text-xs">
            Set by {variable} in the environment.
          </span>
        )}
      </span>
    </label>
  );
}
