import type { Metadata } from "next";
import { AuthShell } from "@/components/auth-shell";
import { currentUser } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { BrandLogo } from "../brand-logo";
import { ClaimGift } from "./claim-gift";

export const metadata: Metadata = { title: "A gift of credits" };

/** What the link of a gift opens. Everybody may look; claiming needs an account. */
export default async function GiftPage() {
  const user = await currentUser();
  return (
    <AuthShell logo={<BrandLogo />} title="A gift of credits">
      <ClaimGift email={user?.email} signUpOpen={isSignUpOpen()} />
    </AuthShell>
  );
}
