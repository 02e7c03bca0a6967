"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { secondFactorAction } from "./actions";

export function SecondFactorForm({ target }: { readonly target: string }) {
  const [{ problem, fields = {} }, submit, form] = useFormAction(secondFactorAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      <input type="hidden" name="next" value={target} />
      <Field id="code" label="Code" error={fields.code}>
        <Input
          {...fieldProps("code", fields.code)}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          required
        />
      </Field>
      <SubmitButton>Continue</SubmitButton>
    </form>
  );
}
