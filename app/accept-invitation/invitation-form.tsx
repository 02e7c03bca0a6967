"use client";

import Link from "next/link";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useFragment } from "@/components/use-fragment";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { acceptInvitationAction } from "./actions";

export function InvitationForm() {
  const token = useFragment();
  const [state, submit, form] = useFormAction(acceptInvitationAction, EMPTY_FORM);
  const { done, problem, fields = {} } = state;
  if (done) {
    return (
      <Alert tone="positive" title="Your account is ready">
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </Alert>
    );
  }
  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      {problem && <Alert tone="negative">{problem}</Alert>}
      <input type="hidden" name="token" value={token ?? ""} readOnly />
      <Field
        id="newPassword"
        label="Password"
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
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
