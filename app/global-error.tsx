"use client";

import { Failure } from "@/components/failure";
import "./globals.css";

/** Stands in for the layout too, when that itself failed. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <main>
          <Failure error={error} retry={reset} />
        </main>
      </body>
    </html>
  );
}
