"use client";

import Link from "next/link";
import { useActionState } from "react";
import { NewPasswordField } from "@/components/new-password-field";
import { Alert } from "@/components/ui/alert";
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
      <NewPasswordField name="newPassword" label="New password" error={fields.newPassword} />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="revokeKeys" className="mt-0.5 size-4 accent-accent" />
        <span>Also revoke all API keys. Choose this if someone else knew the password.</span>
      </label>
      <SubmitButton>Change password</SubmitButton>
    </form>
  );
}
