import { NothingHere } from "@/components/nothing-here";
import { PublicHeader } from "@/components/public-header";
import { Button } from "@/components/ui/button";
import { BrandLogo } from "./brand-logo";

export default function NotFound() {
  return (
    <>
      <PublicHeader logo={<BrandLogo />}>
        <Button asChild variant="secondary" size="sm">
          <a href="/sign-in">Sign in</a>
        </Button>
      </PublicHeader>
      <main id="content">
        <NothingHere />
      </main>
    </>
  );
}
