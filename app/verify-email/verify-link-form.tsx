"use client";

import { useActionState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFragment } from "@/components/use-fragment";
import { describeSignInError } from "../sign-in/sign-in-error";
import { signInNow } from "../sign-up/sign-in-now";

interface State {
  readonly email: string;
  readonly problem?: string;
}

/**
 * The link alone verifies nothing: whoever signed up with this address must also know the
 * password, or an account that a stranger prepared would become theirs.
 */
export function VerifyLinkForm() {
  const token = useFragment();
  const [{ email, problem }, submit] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const given = { email: String(form.get("email")), password: String(form.get("password")) };
      const fault = await signInNow({ ...given, verification: token });
      return { email: given.email, problem: describeSignInError(fault) };
    },
    { email: "" },
  );
  return (
    <form action={submit} className="grid gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field id="email" label="Email">
        <Input
          {...fieldProps("email")}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={email}
        />
      </Field>
      <Field id="password" label="Password">
        <PasswordInput
          {...fieldProps("password")}
          name="password"
          autoComplete="current-password"
          required
          maxLength={200}
        />
      </Field>
      <SubmitButton>Verify and sign in</SubmitButton>
    </form>
  );
}
