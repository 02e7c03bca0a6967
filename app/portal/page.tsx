import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { BrandLogo } from "../brand-logo";
import { PortalSignIn } from "./portal-sign-in";

export const metadata: Metadata = { title: "Your credits" };

/** What a portal link opens. It asks for a click, because mail programs open links by themselves. */
export default async function PortalPage({
  searchParams,
}: {
  readonly searchParams: SearchParams;
}) {
  const { return: back } = await readQuery(searchParams, "return");
  return (
    <AuthShell logo={<BrandLogo />} title="Your credits" lead="This link works once, for an hour.">
      <PortalSignIn back={back} />
    </AuthShell>
  );
}
