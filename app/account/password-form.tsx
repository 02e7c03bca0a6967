"use client";

import { useActionState } from "react";
import { NewPasswordField } from "@/components/new-password-field";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
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
        <PasswordInput
          {...fieldProps("currentPassword", fields.currentPassword)}
          name="currentPassword"
          autoComplete="current-password"
          required
        />
      </Field>
      <NewPasswordField
        name="newPassword"
        label="New password"
        error={fields.newPassword}
        hint="You sign in again everywhere."
      />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="revokeKeys" className="mt-0.5 size-4 accent-accent" />
        <span>Also revoke all API keys. Choose this if someone else knew the password.</span>
      </label>
      <SubmitButton variant="secondary" className="justify-self-start">
        Change password
      </SubmitButton>
    </form>
  );
}
