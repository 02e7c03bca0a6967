"use client";

import Link from "next/link";
import { NewPasswordField } from "@/components/new-password-field";
import { Alert } from "@/components/ui/alert";
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
      <NewPasswordField name="newPassword" label="Password" error={fields.newPassword} />
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
