import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { currentUser, safePath } from "@/lib/access";
import { providerButtons } from "@/lib/access/providers";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next, error } = await readQuery(searchParams, "next", "error");
  // Without a target "/" decides: an admin and a buyer have different first pages.
  const target = safePath(next, "/");
  if (await currentUser()) redirect(target as "/");
  return (
    <AuthShell
      title="Sign in"
      lead="To see your credits and buy more."
      footer={
        isSignUpOpen() && (
          <>
            New here?{" "}
            <Link
              href={withQuery("/sign-up", { next }) as "/"}
              className="font-medium text-accent hover:underline"
            >
              Create an account
            </Link>
          </>
        )
      }
    >
      <SignInForm target={target} providers={providerButtons()} problem={error} />
    </AuthShell>
  );
}
