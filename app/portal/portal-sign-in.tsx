"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFragment } from "@/components/use-fragment";
import { withQuery } from "@/lib/shared/query";

/** Signs a customer in by the token in the address. */
export function PortalSignIn({ back }: { readonly back: string | undefined }) {
  const token = useFragment();
  const [failed, submit] = useActionState(async (): Promise<boolean> => {
    const result = await signIn("link", { token, redirect: false });
    if (!result?.ok) return true;
    window.location.assign(withQuery("/portal/enter", { return: back }));
    return new Promise(() => {});
  }, false);
  if (token === undefined) return null;
  return (
    <form action={submit} className="grid gap-4">
      {failed && (
        <Alert tone="negative">
          This link was used already or is older than an hour. Go back and open your credits again.
        </Alert>
      )}
      <SubmitButton className="w-full">Open my credits</SubmitButton>
    </form>
  );
}
