import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { BrandLogo } from "../../brand-logo";
import { LocalMailHint } from "../local-mail-hint";
import { LinkSignIn } from "./link-sign-in";

export const metadata: Metadata = { title: "Sign in by email" };

/** Asks for a sign-in link, and is what the link opens. */
export default function SignInLinkPage() {
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Sign in by email"
      lead="We send you a link that works once, for 10 minutes."
    >
      <LinkSignIn />
      <LocalMailHint />
    </AuthShell>
  );
}
