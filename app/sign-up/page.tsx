import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { currentUser } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { LocalMailHint } from "../sign-in/local-mail-hint";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if (!isSignUpOpen()) notFound();
  if (await currentUser()) redirect("/admin/credits");
  return (
    <AuthShell
      title="Create an account"
      lead="It starts with no credits, and costs nothing."
      footer={
        <>
          Already have an account?{" "}
          <Link href="/sign-in" className="font-medium text-accent hover:underline">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm mailHint={<LocalMailHint />} />
    </AuthShell>
  );
}
