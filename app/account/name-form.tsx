"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { changeNameAction } from "./profile-actions";

export function NameForm({ name }: { readonly name: string }) {
  const [state, submit, form] = useFormAction(changeNameAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && <Alert tone="positive">Your name is saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field id="name" label="Name" error={fields.name}>
        <Input
          {...fieldProps("name", fields.name)}
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={typed.name ?? name}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Save name
      </SubmitButton>
    </form>
  );
}
