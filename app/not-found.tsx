import Link from "next/link";
import { NothingHere } from "@/components/nothing-here";
import { PublicHeader } from "@/components/public-header";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <>
      <PublicHeader>
        <Button asChild variant="secondary" size="sm">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </PublicHeader>
      <main id="content">
        <NothingHere />
      </main>
    </>
  );
}
