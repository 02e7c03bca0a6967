import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { BrandLogo } from "../brand-logo";
import { VerifyLinkForm } from "./verify-link-form";

export const metadata: Metadata = { title: "Verify your email" };

/** What the link of the verification mail opens. */
export default function VerifyEmailPage() {
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Verify your email"
      lead="Sign in with the password that you chose. If you didn’t sign up, close this page: nothing happens."
    >
      <VerifyLinkForm />
    </AuthShell>
  );
}
