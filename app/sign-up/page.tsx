import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { Alert } from "@/components/ui/alert";
import { currentUser, safePath } from "@/lib/access";
import { isWorkAsked } from "@/lib/access/proof-of-work";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { BrandLogo } from "../brand-logo";
import { LocalMailHint } from "../sign-in/local-mail-hint";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { next, ref } = await readQuery(searchParams, "next", "ref");
  const target = safePath(next, "/");
  if (!isSignUpOpen()) notFound();
  if (await currentUser()) redirect(target as "/");
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Create an account"
      lead="An account costs nothing."
      footer={
        <>
          Already have an account?{" "}
          <Link
            href={withQuery("/sign-in", { next }) as "/"}
            className="font-medium text-accent underline underline-offset-4"
          >
            Sign in
          </Link>
        </>
      }
    >
      <noscript>
        <Alert tone="warning" title="JavaScript is off">
          Creating an account needs it, and so do the pages behind it. Turn it on and reload.
        </Alert>
      </noscript>
      <SignUpForm
        target={target}
        referralCode={ref}
        mailHint={<LocalMailHint />}
        asksForWork={await isWorkAsked(database())}
      />
    </AuthShell>
  );
}
