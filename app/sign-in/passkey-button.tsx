"use client";

import { Fingerprint } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTransition } from "react";
import { requestPasskey } from "@/components/passkey-ceremony";
import { Button } from "@/components/ui/button";
import { challengePasskeyAction } from "./passkey-actions";

interface Props {
  /** A path on this site. */
  readonly target: string;
  /** Told the code of what went wrong. */
  readonly onProblem: (code: string) => void;
}

/** Signs in with a passkey: no password, and no second step. */
export function PasskeyButton({ target, onProblem }: Props) {
  const [pending, start] = useTransition();
  const use = () =>
    start(async () => {
      try {
        const response = JSON.stringify(await requestPasskey(await challengePasskeyAction()));
        const result = await signIn("passkey", { response, redirect: false });
        if (result?.ok) window.location.assign(target);
        else onProblem(result?.error === "CredentialsSignin" ? "WrongPasskey" : "Internal");
      } catch {
        onProblem("PasskeyCancelled");
      }
    });
  return (
    <Button type="button" variant="secondary" disabled={pending} onClick={use}>
      <Fingerprint aria-hidden /> Continue with a passkey
    </Button>
  );
}
