import { Button } from "@/components/ui/button";

/**
 * Where there is no page, or none for this reader: the answer doesn't tell which. Every page loads
 * this with its own scripts, so its link is a plain one, which needs none.
 */
export function NothingHere() {
  return (
    <div className="grid min-h-[60dvh] place-items-center px-6">
      <div className="grid justify-items-center gap-3 text-center">
        <p className="font-medium text-muted-foreground">404</p>
        <h1 className="font-semibold text-2xl">Page not found</h1>
        <p className="max-w-sm text-muted-foreground">
          The page does not exist, or you do not have access to it.
        </p>
        <Button asChild className="mt-2">
          <a href="/admin/credits">Go to your credits</a>
        </Button>
      </div>
    </div>
  );
}
