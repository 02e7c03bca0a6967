"use client";

import { useEffect } from "react";
import { useOnline } from "@/components/offline-notice";
import { Button } from "@/components/ui/button";

interface Props {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}

/** When a page fails: whose fault it is, that nothing is lost, and what to do. */
export function Failure({ error, retry }: Props) {
  const online = useOnline();
  useEffect(() => {
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [retry]);
  return (
    <div className="grid min-h-[60dvh] place-items-center px-6">
      <div className="grid justify-items-center gap-3 text-center">
        <h1 className="font-semibold text-2xl">
          {online ? "Something went wrong on our side" : "You are offline"}
        </h1>
        <p className="max-w-sm text-muted-foreground">
          {online
            ? "Your credits and payments are safe. Try again in a moment."
            : "The page is loaded again as soon as the network is back."}
        </p>
        {error.digest && (
          <p className="text-muted-foreground text-xs">
            If this persists, send us this reference: <code>{error.digest}</code>
          </p>
        )}
        <Button className="mt-2" onClick={retry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
