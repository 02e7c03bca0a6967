"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM, type FormState } from "@/lib/api/form-state";
import { signUpAction } from "./actions";

export function SignUpForm() {
  const [state, submit] = useActionState(async (before: FormState, form: FormData) => {
    const after = await signUpAction(before, form);
    if (!after.done) return after;
    await signIn("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
      redirect: false,
    });
    window.location.assign("/admin/credits");
    return new Promise<FormState>(() => {});
  }, EMPTY_FORM);
  const { fields = {}, typed = {} } = state;
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <Field id="name" label="Name" error={fields.name}>
        <Input
          {...fieldProps("name", fields.name)}
          name="name"
          autoComplete="name"
          required
          defaultValue={typed.name}
        />
      </Field>
      <Field id="email" label="E-mail" error={fields.email}>
        <Input
          {...fieldProps("email", fields.email)}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={typed.email}
        />
      </Field>
      <Field id="password" label="Password" hint="At least 10 characters." error={fields.password}>
        <Input
          {...fieldProps("password", fields.password)}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
        />
      </Field>
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
