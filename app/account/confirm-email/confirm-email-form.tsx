"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useFragment } from "@/components/use-fragment";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { confirmEmailAction } from "../profile-actions";

export function ConfirmEmailForm() {
  const token = useFragment();
  const [{ done, problem }, submit, form] = useFormAction(confirmEmailAction, EMPTY_FORM);
  if (done) {
    return (
      <Alert tone="positive" title="Your email is changed">
        <Link href="/account" className="font-medium text-accent underline underline-offset-4">
          Back to your account
        </Link>
      </Alert>
    );
  }
  return (
    <form ref={form} action={submit} className="grid justify-items-start gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      <input type="hidden" name="token" value={token ?? ""} readOnly />
      <SubmitButton>Use this address</SubmitButton>
    </form>
  );
}
