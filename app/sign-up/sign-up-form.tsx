"use client";

import { type ReactNode, useState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { type SignUpState, signUpAction } from "./actions";
import { signInNow } from "./sign-in-now";
import { VerifyForm } from "./verify-form";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface Props {
  /** A path on this site to go to afterwards. */
  readonly target: string;
  /** Of the user whose link led here. */
  readonly referralCode: string | undefined;
  readonly mailHint: ReactNode;
}

/** Asks for name, email and password, then for the code that was mailed. */
export function SignUpForm({ target, referralCode, mailHint }: Props) {
  const [credentials, setCredentials] = useState<Credentials>();
  const [state, submit, formRef] = useFormAction(async (before: SignUpState, form: FormData) => {
    const after = await signUpAction(before, form);
    if (!after.done) return after;
    const given = { email: String(form.get("email")), password: String(form.get("password")) };
    if (after.next === "sign_in") await signInNow(given, target);
    else setCredentials(given);
    return after;
  }, EMPTY_FORM as SignUpState);
  if (credentials) {
    return (
      <>
        <Alert title="Check your email">
          A mail is on its way to {credentials.email}. Enter the six-digit code it holds.
        </Alert>
        <VerifyForm {...credentials} target={target} />
        {mailHint}
      </>
    );
  }
  const { fields = {}, typed = {} } = state;
  return (
    <form ref={formRef} action={submit} className="grid gap-4" noValidate>
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <input type="hidden" name="referralCode" value={referralCode ?? ""} />
      <Field id="name" label="Name" error={fields.name}>
        <Input
          {...fieldProps("name", fields.name)}
          name="name"
          autoComplete="name"
          required
          defaultValue={typed.name}
        />
      </Field>
      <Field id="email" label="Email" error={fields.email}>
        <Input
          {...fieldProps("email", fields.email)}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={typed.email}
        />
      </Field>
      <Field
        id="password"
        label="Password"
        hint="At least 12 characters. A few words that only you would put together are good."
        error={fields.password}
      >
        <PasswordInput
          {...fieldProps("password", fields.password)}
          name="password"
          autoComplete="new-password"
          required
          maxLength={200}
        />
      </Field>
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
