"use client";

import Link from "next/link";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import type { ProviderButton } from "@/lib/access/providers";
import { PasskeyButton } from "./passkey-button";
import { describeSignInError } from "./sign-in-error";

interface Props {
  /** A path on this site. */
  readonly target: string;
  readonly providers: readonly ProviderButton[];
  /** The code that a failed sign-in put into the address. */
  readonly problem: string | undefined;
}

interface State {
  readonly email: string;
  readonly problem?: string;
}

export function SignInForm({ target, providers, problem }: Props) {
  const [passkeyProblem, setPasskeyProblem] = useState<string>();
  const [state, submit, formRef] = useFormAction(
    async (_: State, form: FormData): Promise<State> => {
      const email = String(form.get("email"));
      const result = await signIn("credentials", {
        email,
        password: String(form.get("password")),
        redirect: false,
      });
      if (result?.ok) {
        // A full load: everything on the page is somebody else's now.
        window.location.assign(target);
        return new Promise(() => {});
      }
      return { email, problem: result?.error ?? "Network" };
    },
    { email: "", problem },
  );
  const shown = passkeyProblem ?? state.problem;
  return (
    <div className="grid gap-5">
      {shown && <Alert tone="negative">{describeSignInError(shown)}</Alert>}
      <div className="grid gap-2">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            type="button"
            variant="secondary"
            onClick={() => signIn(id, { callbackUrl: target })}
          >
            Continue with {name}
          </Button>
        ))}
        <PasskeyButton target={target} onProblem={setPasskeyProblem} />
        <p className="pt-2 text-center text-muted-foreground text-xs">or with a password</p>
      </div>
      <form ref={formRef} action={submit} className="grid gap-4">
        <Field id="email" label="Email">
          <Input
            {...fieldProps("email")}
            name="email"
            type="email"
            autoComplete="username webauthn"
            required
            defaultValue={state.email}
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
        <SubmitButton>Sign in</SubmitButton>
      </form>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm">
        <Link href="/forgot-password" className="text-accent hover:underline">
          Forgot password?
        </Link>
        <Link href="/sign-in/link" className="text-accent hover:underline">
          Email me a sign-in link
        </Link>
      </p>
    </div>
  );
}
