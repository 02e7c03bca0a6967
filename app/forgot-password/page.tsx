import type { Metadata } from "next";
import Link from "next/link";
import { AuthShell } from "@/components/auth-shell";
import { BrandLogo } from "../brand-logo";
import { requestResetAction } from "../sign-in/actions";
import { LocalMailHint } from "../sign-in/local-mail-hint";
import { MailRequestForm } from "../sign-in/mail-request-form";

export const metadata: Metadata = { title: "Forgot password" };

export default function ForgotPasswordPage() {
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Forgot password"
      lead="We send you a link to choose a new one."
      footer={
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-4">
          Back to sign in
        </Link>
      }
    >
      <MailRequestForm
        action={requestResetAction}
        label="Email me a link"
        sent="If this address has an account, a link is on its way. It arrives within a minute."
      />
      <LocalMailHint />
    </AuthShell>
  );
}
