import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { currentUser } from "@/lib/access";

/**
 * The frame only. Each page checks for itself who is asking, and knows where to come back to after
 * sign-in; a layout isn't run for every request.
 */
export default async function CreditsLayout({ children }: { readonly children: ReactNode }) {
  const user = await currentUser();
  return user ? <AppShell user={user}>{children}</AppShell> : children;
}
