import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { safePath } from "@/lib/access";
import { providerButtons } from "@/lib/access/providers";
import { currentSession } from "@/lib/access/require";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { BrandLogo } from "../brand-logo";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next, error } = await readQuery(searchParams, "next", "error");
  // Without a target "/" decides: an admin and a buyer have different first pages.
  const target = safePath(next, "/");
  const found = await currentSession();
  if (found?.session.awaitsSecondFactor) {
    redirect(withQuery("/sign-in/second-factor", { next: target }) as "/");
  }
  if (found) redirect(target as "/");
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Sign in"
      lead="To see your credits and buy more."
      footer={
        isSignUpOpen() && (
          <>
            New here?{" "}
            <Link
              href={withQuery("/sign-up", { next }) as "/"}
              className="font-medium text-accent underline underline-offset-4"
            >
              Create an account
            </Link>
          </>
        )
      }
    >
      <SignInForm
        // This page again, which then knows whether a second factor is missing.
        target={withQuery("/sign-in", { next: target })}
        providers={providerButtons()}
        problem={error}
      />
    </AuthShell>
  );
}
