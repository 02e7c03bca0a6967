"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { describeSignInError } from "../sign-in/sign-in-error";
import { signInNow } from "./sign-in-now";

interface Props {
  readonly email: string;
  readonly password: string;
  /** A path on this site to go to afterwards. */
  readonly target: string;
}

/** Takes the code of the mail, and signs in with it. */
export function VerifyForm({ email, password, target }: Props) {
  const [problem, submit] = useActionState(async (_: string | undefined, form: FormData) => {
    const verification = String(form.get("code") ?? "").replace(/\s/g, "");
    const fault = await signInNow({ email, password, verification }, target);
    return fault === "CredentialsSignin"
      ? "This code is wrong or has expired. Enter the code of the latest mail, or sign up again."
      : describeSignInError(fault);
  }, undefined);
  return (
    <form action={submit} className="grid gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field id="code" label="Verification code">
        <Input
          {...fieldProps("code")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="\s*\d{3}\s*\d{3}\s*"
          required
        />
      </Field>
      <SubmitButton>Verify and sign in</SubmitButton>
    </form>
  );
}
