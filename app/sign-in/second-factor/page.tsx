import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { safePath } from "@/lib/access";
import { currentSession } from "@/lib/access/require";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { BrandLogo } from "../../brand-logo";
import { SecondFactorForm } from "./second-factor-form";

export const metadata: Metadata = { title: "Two-step sign-in" };

/** Where a session waits for its second factor; it opens nothing else. */
export default async function SecondFactorPage({ searchParams }: { searchParams: SearchParams }) {
  const { next } = await readQuery(searchParams, "next");
  const target = safePath(next, "/");
  const found = await currentSession();
  if (!found) redirect("/sign-in");
  if (!found.session.awaitsSecondFactor) redirect(target as "/");
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Two-step sign-in"
      lead="Enter the code that your authenticator app shows, or one of your recovery codes."
    >
      <SecondFactorForm target={target} />
    </AuthShell>
  );
}
