"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { saveAccessSettingsAction } from "./actions";

interface Props {
  readonly secondFactor: { readonly value: boolean; readonly fixed: boolean };
  readonly refundLimitMinor: number;
}

export function AccessSettingsForm({ secondFactor, refundLimitMinor }: Props) {
  const [state, submit, form] = useFormAction(saveAccessSettingsAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="secondFactor"
          defaultChecked={secondFactor.value}
          disabled={secondFactor.fixed}
          className="mt-0.5 size-5 accent-accent"
        />
        <span>
          Require a second factor of everyone who works in the back office.
          {secondFactor.fixed && (
            <span className="block text-muted-foreground text-xs">
              Set by STAFF_SECOND_FACTOR in the environment.
            </span>
          )}
        </span>
      </label>
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
