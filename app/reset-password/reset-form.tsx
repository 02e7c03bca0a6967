"use client";

import Link from "next/link";
import { useActionState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFragment } from "@/components/use-fragment";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { resetPasswordAction } from "../sign-in/actions";

export function ResetForm() {
  const token = useFragment();
  const [{ done, problem, fields = {} }, submit] = useActionState(resetPasswordAction, EMPTY_FORM);
  if (done) {
    return (
      <Alert tone="positive" title="Your password is changed">
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-4">
          Sign in with it
        </Link>
      </Alert>
    );
  }
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {problem && <Alert tone="negative">{problem}</Alert>}
      <input type="hidden" name="token" value={token ?? ""} readOnly />
      <Field
        id="newPassword"
        label="New password"
        hint="At least 12 characters. A few words that only you would put together are good."
        error={fields.newPassword}
      >
        <PasswordInput
          {...fieldProps("newPassword", fields.newPassword)}
          name="newPassword"
          autoComplete="new-password"
          required
          maxLength={200}
        />
      </Field>
      <label className="flex items-start gap-2">
        <input type="checkbox" name="revokeKeys" className="mt-0.5 size-4 accent-accent" />
        <span>Also revoke all API keys. Choose this if someone else knew the password.</span>
      </label>
      <SubmitButton>Change password</SubmitButton>
    </form>
  );
}
