"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM, type FormState } from "@/lib/api/form-state";

interface Props {
  readonly action: (state: FormState, form: FormData) => Promise<FormState>;
  readonly label: string;
  /** What is said when it was sent; it must not tell whether the address has an account. */
  readonly sent: string;
}

/** Asks for an address and has a link mailed there. */
export function MailRequestForm({ action, label, sent }: Props) {
  const [state, submit] = useActionState(action, EMPTY_FORM);
  if (state.done) return <Alert tone="positive">{sent}</Alert>;
  return (
    <form action={submit} className="grid gap-4">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <Field id="email" label="Email">
        <Input
          {...fieldProps("email")}
          name="email"
          type="email"
          autoComplete="username"
          required
          maxLength={254}
          defaultValue={state.typed?.email}
        />
      </Field>
      <SubmitButton>{label}</SubmitButton>
    </form>
  );
}
