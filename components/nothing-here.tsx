import Link from "next/link";
import { Button } from "@/components/ui/button";

/** What a person sees where there is no page, or none for them. */
export function NothingHere() {
  return (
    <div className="grid min-h-[60dvh] place-items-center px-6">
      <div className="grid justify-items-center gap-3 text-center">
        <p className="font-medium text-muted-foreground">404</p>
        <h1 className="font-semibold text-2xl">There is nothing here</h1>
        <p className="max-w-sm text-muted-foreground">
          The page doesn’t exist, or it isn’t yours to see.
        </p>
        <Button asChild className="mt-2">
          <Link href="/admin/credits">Go to your credits</Link>
        </Button>
      </div>
    </div>
  );
}
