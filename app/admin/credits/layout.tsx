import Link from "next/link";
import { after } from "next/server";
import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { LegalLinks } from "@/components/legal-links";
import { currentUser } from "@/lib/access";
import { rememberViewer } from "@/lib/access/remember-viewer";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";
import { BrandLogo } from "../../brand-logo";
import { BackLink } from "../../portal/back-link";
import { currentViewer } from "../../viewer";

/**
 * The frame only. Each page checks for itself who is asking, and knows where to come back to after
 * sign-in; a layout isn't run for every request.
 */
export default async function CreditsLayout({ children }: { readonly children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const viewer = await currentViewer();
  // A browser that has not told its zone yet looks like UTC; then there is nothing to keep.
  if (viewer.timeZone !== "UTC") after(() => rememberViewer(database().read, user.id, viewer));
  const links = await readSetting(database().read, "legal_links");
  return (
    <AppShell
      logo={<BrandLogo />}
      user={user}
      footer={
        <>
          <Link href="/docs" className="py-1 hover:text-foreground hover:underline">
            Documentation
          </Link>
          <LegalLinks links={links} />
        </>
      }
    >
      <BackLink />
      {children}
    </AppShell>
  );
}
