"use client";

import { useState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { PasskeyButton } from "../sign-in/passkey-button";
import { describeSignInError } from "../sign-in/sign-in-error";
import { confirmIdentityAction } from "./actions";

interface Props {
  readonly target: string;
  readonly email: string;
}

/** By passkey, which begins a new session, or by password. */
export function ConfirmForm({ target, email }: Props) {
  const [passkeyProblem, setPasskeyProblem] = useState<string>();
  const [state, submit, form] = useFormAction(confirmIdentityAction, EMPTY_FORM);
  const { problem, fields = {} } = state;
  return (
    <div className="grid gap-5">
      {passkeyProblem && <Alert tone="negative">{describeSignInError(passkeyProblem)}</Alert>}
      <form ref={form} action={submit} className="grid gap-4">
        {problem && <Alert tone="negative">{problem}</Alert>}
        <input type="hidden" name="next" value={target} />
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field id="currentPassword" label="Password" error={fields.currentPassword}>
          <PasswordInput
            {...fieldProps("currentPassword", fields.currentPassword)}
            name="currentPassword"
            autoComplete="current-password"
            required
            maxLength={200}
          />
        </Field>
        <SubmitButton>Confirm</SubmitButton>
      </form>
      <PasskeyButton target={target} onProblem={setPasskeyProblem} />
      <p className="text-muted-foreground text-sm">
        Without a password or a passkey, sign out and sign in again.
      </p>
    </div>
  );
}
