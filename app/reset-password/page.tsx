import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { BrandLogo } from "../brand-logo";
import { ResetForm } from "./reset-form";

export const metadata: Metadata = { title: "Choose a new password" };

export default function ResetPasswordPage() {
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Choose a new password"
      lead="You sign in again everywhere afterwards."
    >
      <ResetForm />
    </AuthShell>
  );
}
