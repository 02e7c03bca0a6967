"use client";

import { Button } from "@/components/ui/button";

interface Props {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}

/** What a person sees when a page fails: that nothing is lost, and what to do. */
export function Failure({ error, retry }: Props) {
  return (
    <div className="grid min-h-[60dvh] place-items-center px-6">
      <div className="grid justify-items-center gap-3 text-center">
        <h1 className="font-semibold text-2xl">Something went wrong on our side</h1>
        <p className="max-w-sm text-muted-foreground">
          Your credits and payments are safe. Try again in a moment.
        </p>
        {error.digest && (
          <p className="text-muted-foreground text-xs">
            If it stays, tell us this number: <code>{error.digest}</code>
          </p>
        )}
        <Button className="mt-2" onClick={retry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
