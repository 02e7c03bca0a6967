"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFragment } from "@/components/use-fragment";
import { requestLinkAction } from "../actions";
import { MailRequestForm } from "../mail-request-form";
import { describeSignInError } from "../sign-in-error";

/** With a token in the address it signs in, on a click: mail programs open links by themselves. */
export function LinkSignIn() {
  const token = useFragment();
  const [problem, submit] = useActionState(async (): Promise<string | undefined> => {
    const result = await signIn("link", { token, redirect: false });
    if (!result?.ok) {
      return result?.error === "CredentialsSignin" ? "WrongLink" : (result?.error ?? "Network");
    }
    window.location.assign("/sign-in");
    return new Promise(() => {});
  }, undefined);
  if (token === undefined) return null;
  if (token === "" || problem) {
    return (
      <div className="grid gap-4">
        {problem && <Alert tone="negative">{describeSignInError(problem)}</Alert>}
        <MailRequestForm
          action={requestLinkAction}
          label="Email me a link"
          sent="If this address has an account, a link is on its way. It arrives within a minute."
        />
      </div>
    );
  }
  return (
    <form action={submit}>
      <SubmitButton className="w-full">Sign in</SubmitButton>
    </form>
  );
}
