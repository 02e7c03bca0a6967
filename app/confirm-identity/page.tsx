import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth-shell";
import { safePath } from "@/lib/access";
import { isRecent } from "@/lib/access/recent-sign-in";
import { requireSession } from "@/lib/access/require";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { BrandLogo } from "../brand-logo";
import { ConfirmForm } from "./confirm-form";

export const metadata: Metadata = { title: "Confirm it’s you" };

/** Asks for a fresh proof before something that a stolen session must not do. */
export default async function ConfirmIdentityPage({
  searchParams,
}: {
  searchParams: SearchParams;
}) {
  const { next } = await readQuery(searchParams, "next");
  const target = safePath(next);
  const { session, user } = await requireSession(target);
  if (isRecent(session)) redirect(target as "/");
  return (
    <AuthShell
      logo={<BrandLogo />}
      title="Confirm it’s you"
      lead="You signed in a while ago. This is asked once, and then not for ten minutes."
    >
      <ConfirmForm target={target} email={user.email} />
    </AuthShell>
  );
}
