import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { requireUser } from "@/lib/access";
import { BrandLogo } from "../brand-logo";

export default async function AccountLayout({ children }: { readonly children: ReactNode }) {
  return (
    <AppShell logo={<BrandLogo />} user={await requireUser("/account")}>
      {children}
    </AppShell>
  );
}
