import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { requirePerson } from "@/lib/access";

/** The frame only. Each page checks for itself who is asking: a layout isn't run for every request. */
export default async function CreditsLayout({ children }: { readonly children: ReactNode }) {
  return <AppShell person={await requirePerson()}>{children}</AppShell>;
}
