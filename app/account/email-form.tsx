"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { changeEmailAction } from "./profile-actions";

export function EmailForm({ email }: { readonly email: string }) {
  const [state, submit, form] = useFormAction(changeEmailAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && (
        <Alert tone="positive">
          A link is on its way to the new address. The change happens when you open it.
        </Alert>
      )}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field
        id="email"
        label="New email"
        hint={`Now ${email}. Both addresses are told about a change.`}
        error={fields.email}
      >
        <Input
          {...fieldProps("email", fields.email)}
          name="email"
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          defaultValue={typed.email}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Change email
      </SubmitButton>
    </form>
  );
}
