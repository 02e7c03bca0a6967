"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { changePasswordAction } from "./actions";

export function PasswordForm({ email }: { readonly email: string }) {
  const [{ problem, fields = {} }, submit] = useActionState(changePasswordAction, EMPTY_FORM);
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {problem && <Alert tone="negative">{problem}</Alert>}
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field id="currentPassword" label="Current password" error={fields.currentPassword}>
        <Input
          {...fieldProps("currentPassword", fields.currentPassword)}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          required
        />
      </Field>
      <Field
        id="newPassword"
        label="New password"
        hint="At least 10 characters. You sign in again everywhere."
        error={fields.newPassword}
      >
        <Input
          {...fieldProps("newPassword", fields.newPassword)}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Change password
      </SubmitButton>
    </form>
  );
}
