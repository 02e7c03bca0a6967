"use client";

import { type ReactNode, useState } from "react";
import { NewPasswordField } from "@/components/new-password-field";
import { doWork } from "@/components/proof-of-work";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { textsOf, useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { offerWorkAction, type SignUpState, signUpAction } from "./actions";
import { signInNow } from "./sign-in-now";
import { VerifyForm } from "./verify-form";

const UNABLE =
  "Your browser can’t do the check that keeps bots out. Use a current browser, and an address that begins with https.";

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
  /** Whether the browser computes for a second before the form is sent. */
  readonly asksForWork: boolean;
}

/** Asks for name, email and password, then for the code that was mailed. */
export function SignUpForm({ target, referralCode, mailHint, asksForWork }: Props) {
  const [credentials, setCredentials] = useState<Credentials>();
  const [state, submit, formRef] = useFormAction(async (before: SignUpState, form: FormData) => {
    const work = await offerWorkAction();
    const done = work && (await doWork(work));
    if (work && !done) return { ...before, done: false, typed: textsOf(form), problem: UNABLE };
    form.set("work", done ?? "");
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
      <NewPasswordField name="password" label="Password" error={fields.password} />
      <SubmitButton>Create account</SubmitButton>
      {asksForWork && (
        <p className="text-muted-foreground text-xs">
          To keep bots out, your browser computes for about a second. You have nothing to solve.
        </p>
      )}
    </form>
  );
}
