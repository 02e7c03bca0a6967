"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { deleteAccountAction } from "../profile-actions";

export function DeleteForm({ email }: { readonly email: string }) {
  const [state, submit, form] = useFormAction(deleteAccountAction, EMPTY_FORM);
  const { problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field
        id="confirm-email"
        label="Your email, to confirm"
        hint={`Type ${email}.`}
        error={fields.email}
      >
        <Input
          {...fieldProps("confirm-email", fields.email)}
          name="email"
          type="email"
          autoComplete="off"
          required
          defaultValue={typed.email}
        />
      </Field>
      <ConfirmDialog button="Delete account" title="Delete your account?" confirm="Delete for good">
        {email} can no longer sign in, and the credits left can no longer be used.
      </ConfirmDialog>
    </form>
  );
}
