import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { currentUser, safePath } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
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
      <SignUpForm target={target} referralCode={ref} mailHint={<LocalMailHint />} />
    </AuthShell>
  );
}
