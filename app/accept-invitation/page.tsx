import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { BrandLogo } from "../brand-logo";
import { InvitationForm } from "./invitation-form";

export const metadata: Metadata = { title: "Accept invitation" };

/** What the link of an invitation opens. */
export default function AcceptInvitationPage() {
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Accept invitation"
      lead="Choose a password for your account."
    >
      <InvitationForm />
    </AuthShell>
  );
}
