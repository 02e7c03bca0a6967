"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { saveAlertAction } from "./profile-actions";

/** @param threshold as a decimal; empty for no notices */
export function AlertForm({ threshold }: { readonly threshold: string }) {
  const [state, submit, form] = useFormAction(saveAlertAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && (
        <Alert tone="positive">
          {typed.threshold === "" ? "No notices are sent." : "The threshold is saved."}
        </Alert>
      )}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field
        id="threshold"
        label="Email me below (credits)"
        hint="Once for each time that the balance falls below it. Leave it empty for no email."
        error={fields.threshold}
      >
        <Input
          {...fieldProps("threshold", fields.threshold)}
          name="threshold"
          inputMode="decimal"
          maxLength={20}
          defaultValue={typed.threshold ?? threshold}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Save threshold
      </SubmitButton>
    </form>
  );
}
