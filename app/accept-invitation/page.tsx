import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { InvitationForm } from "./invitation-form";

export const metadata: Metadata = { title: "Accept invitation" };

/** What the link of an invitation opens. */
export default function AcceptInvitationPage() {
  return (
    <AuthShell title="Accept invitation" lead="Choose a password for your account.">
      <InvitationForm />
    </AuthShell>
  );
}
