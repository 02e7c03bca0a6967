import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { requireUser } from "@/lib/access";

export default async function AccountLayout({ children }: { readonly children: ReactNode }) {
  return <AppShell user={await requireUser("/account")}>{children}</AppShell>;
}
