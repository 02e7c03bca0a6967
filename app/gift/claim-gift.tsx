"use client";

import Link from "next/link";
import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import { useFormAction } from "@/components/use-form-action";
import { parseCredits } from "@/lib/shared/credits";
import { withQuery } from "@/lib/shared/query";
import { type ClaimState, claimGiftAction, type ShownGift } from "./actions";
import { useGift } from "./use-gift";

const FRESH: ClaimState = { done: false };

const ENDED: Record<Exclude<ShownGift["state"], "open">, string> = {
  claimed: "This gift has been claimed already.",
  taken_back: "This gift was taken back.",
  expired: "This gift has expired, and its credits went back.",
};

interface Props {
  /** Of the reader; undefined for a stranger. */
  readonly email: string | undefined;
  readonly signUpOpen: boolean;
}

/** Shows the gift of the link and claims it. */
export function ClaimGift({ email, signUpOpen }: Props) {
  const looked = useGift();
  const [state, submit, form] = useFormAction(claimGiftAction, FRESH);
  if (state.credits) return <Claimed credits={state.credits} />;
  if (!looked) return <Skeleton className="h-24 rounded-xl" />;
  const { token, gift } = looked;
  if (!gift) {
    return (
      <Alert tone="negative" title="There is no such gift">
        Check that you opened the whole link.
      </Alert>
    );
  }
  if (gift.state !== "open") return <Alert tone="warning">{ENDED[gift.state]}</Alert>;
  return (
    <div className="grid gap-4">
      <p className="text-lg">
        {gift.giverName ? `${gift.giverName} gives you` : "You are given"}{" "}
        <b className="font-semibold">
          <Amount amount={parseCredits(gift.credits)} /> credits
        </b>
        .
      </p>
      <p className="text-muted-foreground">
        The link works once, until <Timestamp at={gift.expiresAt} />.
      </p>
      {email ? (
        <form ref={form} action={submit} className="grid gap-4">
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          <input type="hidden" name="token" value={token} />
          <SubmitButton className="w-full">Claim the credits</SubmitButton>
          <p className="text-muted-foreground">They are added to the account of {email}.</p>
        </form>
      ) : (
        <SignInFirst signUpOpen={signUpOpen} />
      )}
    </div>
  );
}

function SignInFirst({ signUpOpen }: { readonly signUpOpen: boolean }) {
  return (
    <div className="flex flex-wrap gap-2">
      {signUpOpen && (
        <Button asChild>
          <Link href={withQuery("/sign-up", { next: "/gift" }) as "/"}>Create an account</Link>
        </Button>
      )}
      <Button asChild variant="secondary">
        <Link href={withQuery("/sign-in", { next: "/gift" }) as "/"}>Sign in to claim</Link>
      </Button>
    </div>
  );
}

function Claimed({ credits }: { readonly credits: string }) {
  return (
    <div className="grid gap-4">
      <Alert tone="positive">
        <Amount amount={parseCredits(credits)} /> credits were added to your balance.
      </Alert>
      <Button asChild className="justify-self-start">
        <Link href="/admin/credits">Go to your credits</Link>
      </Button>
    </div>
  );
}
