"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ProviderButton } from "@/lib/access/auth-options";
import { describeSignInError } from "./sign-in-error";

interface Props {
  /** A path on this site. */
  readonly target: string;
  readonly providers: readonly ProviderButton[];
  /** What next-auth put into the address after a failure. */
  readonly problem: string | undefined;
}

interface State {
  readonly email: string;
  readonly problem: string | undefined;
}

export function SignInForm({ target, providers, problem }: Props) {
  const [state, submit] = useActionState(
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
  return (
    <div className="grid gap-5">
      {state.problem && <Alert tone="negative">{describeSignInError(state.problem)}</Alert>}
      {providers.length > 0 && (
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
          <p className="pt-2 text-center text-muted-foreground text-xs">or with a password</p>
        </div>
      )}
      <form action={submit} className="grid gap-4">
        <Field id="email" label="E-mail">
          <Input
            {...fieldProps("email")}
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={state.email}
          />
        </Field>
        <Field id="password" label="Password">
          <Input
            {...fieldProps("password")}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
          />
        </Field>
        <SubmitButton>Sign in</SubmitButton>
      </form>
    </div>
  );
}
